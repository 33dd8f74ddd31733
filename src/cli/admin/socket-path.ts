import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'

const socketFile = 'admin.sock'
/**
 * The kernel's limit for a socket path, including the final zero byte: 108 on Linux, 104 on macOS and BSD.
 */
const longestPath = process.platform === 'linux' ? 107 : 103

/** The path of the admin socket, and the call that ends its use. */
interface SocketPath {
  readonly path: string
  release(): void
}

/**
 * If a data folder's path is too long for a socket, Linux lets us name the folder by an open file instead.
 */
export function socketPathIn(dataFolder: string): SocketPath {
  const path = join(dataFolder, socketFile)
  if (Buffer.byteLength(path) <= longestPath) return { path, release: () => {} }
  if (process.platform !== 'linux') {
    throw new Error(
      `The path ${dataFolder} is too long for a socket inside it; name a shorter data ` +
        `folder with --data.`,
    )
  }
  const folder = openSync(dataFolder, 'r')
  return { path: `/proc/self/fd/${folder}/${socketFile}`, release: () => closeSync(folder) }
}
