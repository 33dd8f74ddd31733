import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { accept, type Reply, refuse } from '../domain/result.ts'

// Files that only the operator may read. A crash leaves all of such a file or nothing.

/** Writes the file unless there is one; two processes that start at the same time leave one file. */
export function createPrivateFile(path: string, text: () => string): void {
  if (statSync(path, { throwIfNoEntry: false })) return
  const draft = writeDraft(path, text())
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
}

/** Writes the file in place of the one that is there. */
export function replacePrivateFile(path: string, text: string): void {
  renameSync(writeDraft(path, text), path)
}

/** The text of the file; refused if other users can read it. */
export function readPrivateFile(
  path: string,
): Reply<string, { readonly code: 'readable_by_others'; readonly sentence: string }> {
  const mode = statSync(path).mode & 0o777
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
    const sentence = `${path} can be read by other users (mode ${mode.toString(8)}): run chmod 600 on it.`
    return refuse({ code: 'readable_by_others', sentence })
  }
  return accept(readFileSync(path, 'utf8'))
}

function writeDraft(path: string, text: string): string {
  const draft = `${path}.${process.pid}`
  const file = openSync(draft, 'w', 0o600)
  chmodSync(draft, 0o600)
  writeSync(file, `${text.trimEnd()}\n`)
  fsyncSync(file)
  closeSync(file)
  return draft
}
