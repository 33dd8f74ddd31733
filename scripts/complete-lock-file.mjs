// Adds to package-lock.json the optional packages of other platforms that the
// registry in use did not offer when the file was written. Without them `npm ci`
// calls the file out of step with package.json. Run it after each `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const path = join(dirname(fileURLToPath(import.meta.url)), '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(path, 'utf8'))
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]

function known(words, all) {
  const found = all.filter((one) => words.includes(one))
  return found.length > 0 ? found : undefined
}

/** A package's name says what machine it is for: `cli-linux-arm64-musl`. */
function entryOf(name, version, owner) {
  const words = name.split(/[/-]/)
  return {
    version,
    cpu: known(words, processors),
    dev: owner.dev,
    libc: words.includes('musl') ? ['musl'] : undefined,
    optional: true,
    os: known(words, systems),
  }
}

const added = []
for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || !/^\d+\.\d+\.\d+/.test(version)) continue
    lock.packages[`node_modules/${name}`] = entryOf(name, version, owner)
    added.push(name)
  }
}
if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
  console.error(`Added to package-lock.json: ${added.join(', ')}.`)
}
