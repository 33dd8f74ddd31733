#!/usr/bin/env node
// The command `holdfast`. It runs on Node 18 or newer, and restarts under the Node that Holdfast is tested
// with, because the database driver crashes older ones without a message.
import { spawn } from 'node:child_process'
import * as nodeModule from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findPinnedNode, firstMajor, isNewEnough } from './pinned-node.mjs'

const self = fileURLToPath(import.meta.url)
const root = join(dirname(self), '..')
const main = join(root, 'src', 'main.ts')
const pinned = findPinnedNode(root)

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

/** Waits for the child, forwards signals to it, and ends as it ends. */
function runUnder(node) {
  // The fourth stream tells the child that this process has ended, for whatever reason.
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

if (!isInstalled('better-sqlite3') || !isInstalled('commander')) {
  endWithSentence(
    `The dependencies of Holdfast are not installed: run "npm ci" in ${root}, or "npm start", ` +
      'which does so automatically.',
  )
} else if (isNewEnough()) {
  // A short command spends half its time compiling, so compiled code is kept beside the dependencies.
  nodeModule.enableCompileCache?.(join(root, 'node_modules', '.cache', 'holdfast'))
  await import(pathToFileURL(main).href)
} else if (pinned) {
  runUnder(pinned)
} else {
  endWithSentence(
    `Holdfast needs Node ${firstMajor}, but this is ${process.versions.node}: run "npm ci" in ` +
      `${root}, which installs the right one.`,
  )
}
