#!/usr/bin/env node
// The command `holdfast`. Runs on any Node from 18 and starts itself again under the Node that Holdfast was tested with, because
// the database driver ends older ones without a word.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const firstMajor = 26
const self = fileURLToPath(import.meta.url)
const root = join(dirname(self), '..')
const main = join(root, 'src', 'main.ts')
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

function isInstalled(name) {
  try {
    nodeModule.createRequire(join(root, 'package.json')).resolve(name)
    return true
  } catch {
    return false
  }
}

function endWithSentence(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

/** Waits for the child; signals are passed on, and its end is ours. */
function runUnder(node) {
  // The fourth stream tells the child when this process is gone, however it ended.
  const child = spawn(node, [self, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => endWithSentence(`Cannot start ${node}: ${error.message}.`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

const ownMajor = Number(process.versions.node.split('.')[0])
if (!isInstalled('better-sqlite3') || !isInstalled('commander')) {
  endWithSentence(
    `The dependencies of Holdfast are not installed: run "npm ci" in ${root}, or "npm start", which does it by itself.`,
  )
} else if (ownMajor >= firstMajor) {
  // Half of the time that a short command takes is for compiling; what was compiled is kept beside the dependencies.
  nodeModule.enableCompileCache?.(join(root, 'node_modules', '.cache', 'holdfast'))
  await import(pathToFileURL(main).href)
} else if (existsSync(pinned) && process.execPath !== pinned) {
  runUnder(pinned)
} else {
  endWithSentence(
    `Holdfast needs Node ${firstMajor}, and this is ${process.versions.node}: run "npm ci" in ${root}, which brings the right one.`,
  )
}
