import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createWorld, temporaryFolder } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'

const page = readFileSync(join(projectRoot, 'docs', 'quickstart.md'), 'utf8')

test('O16, C6: the commands of docs/quickstart.md sell and cancel two seats, pasted one after the other', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_LIMITS: 'on' } })
  const blocks = [...page.matchAll(/^```bash\n(.*?)^```$/gms)].map((match) => match[1] ?? '')
  assert.ok(blocks.length >= 8, 'the page has its commands in blocks of bash')
  const address = 'http://127.0.0.1:8080'
  assert.ok(blocks[0]?.includes(address), 'the first block says where the server is')
  const script = blocks.join('\necho "-- end of block"\n').replaceAll(address, world.server.url)
  const { status, stdout, stderr } = await bash(script, temporaryFolder(t))
  assert.equal(status, 0, `${stdout}\n${stderr}`)
  const outputs = stdout.split('-- end of block\n')
  t.diagnostic(`${blocks.length} blocks ran`)
  for (const said of [
    /"seat_number":/,
    /"status":"ACTIVE"/,
    /"status":"CONFIRMED"/,
    /"refund_cents":/,
    /"status":"CANCELLED"/,
    /booking_cancelled/,
  ])
    assert.ok(
      outputs.some((output) => said.test(output)),
      `the commands show ${said}\n${stdout}`,
    )
})

async function bash(
  script: string,
  cwd: string,
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn('bash', ['-euo', 'pipefail'], { cwd, stdio: 'pipe' })
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  child.stdin.end(script)
  const limit = setTimeout(() => child.kill('SIGKILL'), 240_000)
  const [status]: (number | null)[] = await once(child, 'close')
  clearTimeout(limit)
  return { status: status ?? null, ...texts }
}
