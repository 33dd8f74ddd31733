// The whole gate: types, format and lint, then every test. Arguments name test files; none means all of them.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

function step(command, args) {
  const run = spawnSync(command, args, { stdio: 'inherit' })
  if (run.status !== 0) process.exit(run.status ?? 1)
}

const named = process.argv.slice(2)
if (named.length === 0) {
  step('tsc', [])
  step('tsc', ['-p', 'tsconfig.web.json'])
  step('biome', ['check'])
}
const files = named.length > 0 ? named : globSync(['src/**/*.test.ts', 'test/**/*.test.ts']).toSorted()
step(process.execPath, ['--test', '--test-reporter=spec', ...files])
