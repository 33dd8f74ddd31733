import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { settings } from '../src/cli/settings.ts'
import { projectRoot } from './tree/source-tree.ts'

const known = new Set(Object.values(settings).map(({ variable }) => variable))

/** Variables of the programs that stand beside ours. */
const foreign = /^POSTGRES_/

test('Q29: the compose file, the units and the image set no variable that the program does not know', () => {
  const files = globSync('deploy/**/*', { cwd: projectRoot, exclude: ['**/*.conf'] }).filter((path) =>
    /compose\.yaml$|\.service$|Dockerfile$/.test(path),
  )
  assert.ok(files.length >= 4, files.join())
  for (const path of files) {
    const text = readFileSync(join(projectRoot, path), 'utf8').replaceAll(/^\s*#.*$/gm, '')
    const names = [...text.matchAll(/(?:^\s*|[{,] |^Environment=|^ENV )([A-Z][A-Z_]{3,})(?:: |=)/gm)].map(
      (match) => match[1] ?? '',
    )
    assert.ok(names.length > 0, `${path} sets something`)
    assert.deepEqual(
      names.filter((name) => !known.has(name) && !foreign.test(name)),
      [],
      path,
    )
  }
})
