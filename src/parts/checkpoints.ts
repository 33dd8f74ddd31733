import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Log } from '../app/deps.ts'
import { type CheckpointKey, checkpointKeyOf, publicTextOf } from '../app/upkeep/signed-checkpoint.ts'
import { toldBefore } from '../app/upkeep/verify-checkpoints.ts'
import { type CheckpointSink, CheckpointWriter, type ToldBefore } from '../app/upkeep/write-checkpoints.ts'
import type { Config } from '../cli/config.ts'
import { createPrivateFile, readPrivateFile } from '../cli/private-file.ts'
import { isWorthTelling } from '../domain/backoff.ts'
import type { Store } from '../store/store.ts'

const keyFileName = 'audit-key.pem'
const checkpointsFileName = 'audit-checkpoints.jsonl'
const nothingTold: ToldBefore = { seqs: new Map(), lastHash: '' }

/** The key in the data folder that signs checkpoints; made on the first call. */
export function checkpointKeyIn(dataFolder: string): CheckpointKey {
  const path = join(resolve(dataFolder), keyFileName)
  createPrivateFile(path, () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  })
  const text = readPrivateFile(path)
  if (!text.ok) throw new Error(text.refusal.sentence)
  try {
    return checkpointKeyOf(text.value)
  } catch {
    throw new Error(
      `${path} is no Ed25519 key: restore it, or remove it and begin a new file of checkpoints.`,
    )
  }
}

/** The same key as people keep it; refuses a folder without one, which no server has used. */
export function checkpointKeyOfFolder(dataFolder: string): {
  readonly id: string
  readonly publicKey: string
} {
  const path = join(resolve(dataFolder), keyFileName)
  if (!existsSync(path))
    throw new Error(`There is no ${path}: a server makes it at its first start. Name its data folder.`)
  const key = checkpointKeyIn(dataFolder)
  return { id: key.id, publicKey: publicTextOf(key) }
}

/** The file of checkpoints that the settings name; null if there is none. */
export function checkpointsFileOf({ auditCheckpoints, data }: Config): string | null {
  if (auditCheckpoints === 'off' || auditCheckpoints?.startsWith('|')) return null
  return auditCheckpoints ?? join(resolve(data), checkpointsFileName)
}

/** The lines of a text file, or of standard input for `-`. */
export async function linesOf(path: string): Promise<AsyncIterable<string>> {
  if (path === '-') return createInterface({ input: process.stdin })
  try {
    return (await open(path)).readLines()
  } catch (fault) {
    throw new Error(`${path} cannot be read (${fault instanceof Error ? fault.message : fault}).`)
  }
}

/** Writes checkpoints now, every so often, and when the returned function is called to stop. */
export async function startCheckpoints(
  deps: { readonly store: Store; readonly log: Log; readonly account: string },
  config: Config,
  onLook: (at: number) => void,
): Promise<() => Promise<void>> {
  if (config.auditCheckpoints === 'off') return async () => {}
  const { sink, told } = await openSink(config)
  const writer = new CheckpointWriter({ ...deps, key: checkpointKeyIn(config.data), sink }, told)
  let failures = 0
  const look = async () => {
    try {
      onLook(await writer.look())
      failures = 0
    } catch (fault) {
      failures += 1
      const message = 'checkpoints of the audit could not be written: they come with the next look'
      if (isWorthTelling(failures)) deps.log.error({ err: fault, failures }, message)
    }
  }
  let running = look()
  const next = () => {
    running = running.then(look)
    return running
  }
  const timer = setInterval(next, config.auditCheckpointSeconds * 1000).unref()
  return async () => {
    clearInterval(timer)
    await next()
    await sink.close()
  }
}

async function openSink(
  config: Config,
): Promise<{ readonly sink: CheckpointSink; readonly told: ToldBefore }> {
  const path = checkpointsFileOf(config)
  if (path === null)
    return { sink: new CommandSink((config.auditCheckpoints ?? '').slice(1)), told: nothingTold }
  const sink = await FileSink.open(path)
  return { sink, told: await toldBefore(await linesOf(path)) }
}

/** Appends to a file; each line is on the disk before it counts. */
class FileSink implements CheckpointSink {
  readonly #file: FileHandle

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(path: string): Promise<FileSink> {
    const file = await open(path, 'a+', 0o600)
    await dropTornLine(file)
    return new FileSink(file)
  }

  async append(line: string): Promise<void> {
    await this.#file.appendFile(`${line}\n`)
    await this.#file.sync()
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

/** A process that was killed may have left half of a line, which it had not counted. */
async function dropTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat()
  const piece = Buffer.alloc(65_536)
  for (let end = size; end > 0; end -= piece.length) {
    const start = Math.max(0, end - piece.length)
    const { bytesRead } = await file.read(piece, 0, end - start, start)
    const last = piece.subarray(0, bytesRead).lastIndexOf(0x0a)
    if (last >= 0) {
      if (start + last + 1 < size) await file.truncate(start + last + 1)
      return
    }
  }
  if (size > 0) await file.truncate(0)
}

/** Writes to the standard input of a command, which is started again with the next line if it has ended. */
class CommandSink implements CheckpointSink {
  readonly #command: string
  #child: ChildProcess | undefined

  constructor(command: string) {
    this.#command = command
  }

  async append(line: string): Promise<void> {
    const stdin = this.#running().stdin
    if (!stdin) throw new Error('the command has no standard input')
    await new Promise<void>((resolve, reject) => {
      stdin.write(`${line}\n`, (fault) => (fault ? reject(fault) : resolve()))
    })
  }

  async close(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null) return
    child.stdin?.end()
    await once(child, 'exit')
  }

  #running(): ChildProcess {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) {
      this.#child = spawn(this.#command, { shell: true, stdio: ['pipe', 'ignore', 'inherit'] })
      // The write that fails tells of it.
      this.#child.on('error', () => {})
      this.#child.stdin?.on('error', () => {})
    }
    return this.#child
  }
}
