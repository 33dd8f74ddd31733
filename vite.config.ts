import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

/** Writes a .br and a .gz beside each text file, so that the server never has to compress. */
function compressed(): Plugin {
  return {
    name: 'holdfast-compressed',
    apply: 'build',
    // From the files as they were written: other plugins change the bundle up to that moment.
    writeBundle({ dir = '' }) {
      const names = readdirSync(dir, { recursive: true, encoding: 'utf8' })
      for (const name of names.filter((one) => /\.(?:js|css|svg)$/.test(one))) {
        const source = readFileSync(join(dir, name))
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(source, best))
        writeFileSync(join(dir, `${name}.gz`), gzipSync(source, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  root: 'src/web',
  plugins: [react(), compressed()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // The pages allow no inline resources, so nothing is made into a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    // A first start is no place for advice on plugins.
    rolldownOptions: {
      checks: { pluginTimings: false },
      // Each face has an entry of its own, so no passenger loads a byte of the console.
      input: { passenger: 'src/web/index.html', operator: 'src/web/operator/index.html' },
    },
  },
})
