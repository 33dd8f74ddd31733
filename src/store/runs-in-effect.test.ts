import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectRoot, readTree } from '../../test/tree/source-tree.ts'

/** The files that put imports into the tables behind the view, and that read these tables piece by piece. */
const readersBehind = ['src/store/import-trace.ts', 'src/store/run-pieces.ts']

const readsRuns = /\b(FROM|JOIN|INTO|UPDATE) (train_runs|\$\{runTable\.name\})/

test('D65: Everything that reads runs reads the view `runs_in_effect`; only imports read and write what is behind it.', () => {
  const files = readTree(projectRoot, ['src/**/*.ts']).filter(
    ({ path }) => !/\.(test|fixture)\.ts$/.test(path),
  )
  const readers = files.filter(({ text }) => readsRuns.test(text)).map(({ path }) => path)
  assert.deepEqual(readers, readersBehind)
})
