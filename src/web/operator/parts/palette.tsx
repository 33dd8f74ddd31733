import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTexts } from '../i18n/texts.tsx'
import { type Command, matching, useCommands } from '../lib/commands.ts'

/** Calls back when Ctrl+K, or Command+K on a Mac, is pressed. */
export function usePaletteKey(onOpen: () => void): void {
  const latest = useRef(onOpen)
  latest.current = onOpen
  useEffect(() => {
    const look = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', look)
    return () => removeEventListener('keydown', look)
  }, [])
}

/** Everything that the console can do, found by typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="palette" aria-label={t.palette.open} onClose={onClose}>
      <PaletteChoice onClose={onClose} />
    </dialog>
  )
}

function PaletteChoice({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts()
  const commands = useCommands()
  const [typed, setTyped] = useState('')
  const [index, setIndex] = useState(0)
  const shown = matching(commands, typed)
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') run(shown[index])
    else if (step !== undefined && shown.length > 0) setIndex((index + step + shown.length) % shown.length)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        type="text"
        role="combobox"
        aria-label={t.palette.label}
        placeholder={t.palette.label}
        aria-expanded={shown.length > 0}
        aria-controls="palette-list"
        aria-activedescendant={shown.length > 0 ? `palette-${index}` : undefined}
        autoComplete="off"
        value={typed}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setTyped(event.target.value)
          setIndex(0)
        }}
      />
      <CommandList shown={shown} index={index} onRun={run} />
      <p className="palette-hint quiet" role="status">
        {shown.length === 0 ? t.palette.none : t.palette.hint}
      </p>
    </>
  )
}

interface CommandListProps {
  readonly shown: readonly Command[]
  readonly index: number
  readonly onRun: (command: Command) => void
}

function CommandList({ shown, index, onRun }: CommandListProps) {
  const t = useTexts()
  return (
    <div id="palette-list" role="listbox" aria-label={t.palette.open}>
      {shown.map((command, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys of the list
        // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus
        <div
          key={command.id}
          id={`palette-${at}`}
          role="option"
          aria-selected={at === index}
          onClick={() => onRun(command)}
        >
          <span className="quiet">{command.group}</span> {command.text}
        </div>
      ))}
    </div>
  )
}
