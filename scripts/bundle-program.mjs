// The program in a few files, for tests, which start it some seven hundred times: half of a start is finding
// and reading a thousand modules. It is the same code, and finds what lies beside its sources where it is.
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where a thread or the program begins, by its name in the bundle. */
const entries = {
  main: 'src/main.ts',
  'sqlite-writer': 'src/store/sqlite/writer-thread.ts',
  'sqlite-import': 'src/store/sqlite/import-thread.ts',
  'postgres-import': 'src/store/postgres/import-thread.ts',
  hashing: 'src/app/people/hashing-thread.ts',
  judging: 'src/app/people/judging-thread.ts',
  drawing: 'src/app/tickets/drawing-thread.ts',
  'mock-payments': 'src/payments/mock/service/thread.ts',
}
const nameOfEntry = new Map(Object.entries(entries).map(([name, file]) => [join(root, file), name]))

/** They bring native code or threads of their own. */
const apart = ['better-sqlite3', 'pg', 'pg-copy-streams', 'pino', 'vite', '@scalar/fastify-api-reference']

/** Bundles the program into a folder; returns the file to start it with. */
export async function bundleProgram(folder) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [keepPlaces(folder), requireHttp()],
    ssr: { noExternal: true, external: apart },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      target: 'esnext',
      rolldownOptions: { input: entries, output: { entryFileNames: '[name].js' } },
    },
  })
  return join(folder, 'main.js')
}

/** Files that a module finds beside itself stay beside its source; a thread starts from the bundle. */
function keepPlaces(folder) {
  const urlOf = (file) => JSON.stringify(pathToFileURL(join(folder, `${nameOfEntry.get(file)}.js`)).href)
  return {
    name: 'keep-places',
    enforce: 'pre',
    transform(code, file) {
      if (!file.startsWith(join(root, 'src')) || !code.includes('import.meta')) return
      return code
        .replaceAll(
          /new URL\('(\.\/[\w-]+\.ts)', import\.meta\.url\)/g,
          (_, thread) => `new URL(${urlOf(resolve(dirname(file), thread))})`,
        )
        .replaceAll('new URL(import.meta.url)', () => `new URL(${urlOf(file)})`)
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(file)))
        .replaceAll('import.meta.filename', JSON.stringify(file))
    },
  }
}

/** Libraries require `node:http`; a bundle would import it, which costs each start 60 ms more. */
function requireHttp() {
  const name = 'holdfast:http'
  return {
    name: 'require-http',
    enforce: 'pre',
    resolveId: (id) => (id === 'node:http' || id === 'http' ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? httpModule : undefined),
  }
}

const httpModule = `module.exports = process.getBuiltinModule('node:http')`
