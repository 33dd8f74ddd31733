import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'

const socketFile = 'admin.sock'
/** The kernel's limit for the path of a socket, its closing zero byte included: 108 on Linux, 104 on macOS and BSD. */
const longestPath = process.platform === 'linux' ? 107 : 103

/** The path of the admin socket, and what to call when it has been used. */
export interface SocketPath {
  readonly path: string
  release(): void
}

/** Where a data folder's path is too long for a socket, Linux lets us name the folder by an open file instead. */
export function socketPathIn(dataFolder: string): SocketPath {
  const path = join(dataFolder, socketFile)
  if (Buffer.byteLength(path) <= longestPath) return { path, release: () => {} }
  if (process.platform !== 'linux') {
    throw new Error(`The path of the data folder is too long for a socket in it: ${dataFolder}.`)
  }
  const folder = openSync(dataFolder, 'r')
  return { path: `/proc/self/fd/${folder}/${socketFile}`, release: () => closeSync(folder) }
}
