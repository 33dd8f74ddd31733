import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { settings } from '../src/cli/settings.ts'
import { projectRoot } from './tree/source-tree.ts'

const known = new Set(Object.values(settings).map(({ variable }) => variable))

/** Variables of the programs beside ours. */
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

const units = globSync('deploy/systemd/*.service', { cwd: projectRoot })

/** The lines of a unit that restrict its rights. */
function restrictions(unit: string): string[] {
  const text = readFileSync(join(projectRoot, unit), 'utf8')
  return text.slice(text.indexOf('NoNewPrivileges'), text.indexOf('[Install]')).trim().split('\n')
}

test('O66: every unit takes away the same rights, and starts what is there', () => {
  assert.equal(units.length, 3)
  for (const unit of units) {
    assert.deepEqual(restrictions(unit), restrictions('deploy/systemd/holdfast.service'), unit)
    const text = readFileSync(join(projectRoot, unit), 'utf8')
    const [, ...command] = /^ExecStart=(.*)$/m.exec(text)?.[0].split(/[= ]/) ?? []
    for (const path of command.filter((word) => word.startsWith('/opt/holdfast/')))
      assert.ok(existsSync(join(projectRoot, path.slice('/opt/holdfast/'.length))), `${unit}: ${path}`)
  }
})

const analyzer = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' })

test('O66: systemd gives every unit an exposure of at most 2.5', {
  skip: analyzer.status === 0 ? false : 'systemd-analyze is not installed',
}, () => {
  for (const unit of units) {
    const args = ['security', '--offline=true', '--no-pager', '--threshold=25', join(projectRoot, unit)]
    const { status, stdout } = spawnSync('systemd-analyze', args, { encoding: 'utf8' })
    assert.equal(status, 0, stdout)
    assert.match(stdout, /Overall exposure level/)
  }
})

/** The directives of each location of the proxy's configuration, by its address. */
function locations(): Map<string, string> {
  const text = readFileSync(join(projectRoot, 'deploy/nginx/holdfast.conf'), 'utf8').replaceAll(/#.*$/gm, '')
  return new Map(
    [...text.matchAll(/location ([^{]+?) \{([^}]*)\}/g)].map(([, path = '', body = '']) => [path, body]),
  )
}

test('L6: each location of the proxy that passes requests on says who is asking, and over what', () => {
  const passing = [...locations()].filter(([, body]) => body.includes('proxy_pass'))
  assert.equal(passing.length, 2)
  for (const [path, body] of passing)
    for (const header of [
      'Host $http_host',
      'X-Forwarded-Proto $scheme',
      'X-Forwarded-For $proxy_add_x_forwarded_for',
    ])
      assert.ok(body.includes(`proxy_set_header ${header};`), `${path} ${header}`)
})

test('Q96: the proxy sends what is about a run to the same node, by the path or by the header of the pages', () => {
  const text = readFileSync(join(projectRoot, 'deploy/nginx/holdfast.conf'), 'utf8')
  assert.match(text, /upstream holdfast \{\n +hash \$run consistent;/)
  const inMap = (name: string) => new RegExp(`"~(.+)" \\$${name};`).exec(text)?.[1] ?? ''
  const ofPath = new RegExp(inMap('run_of_path'))
  assert.equal(ofPath.exec('/api/train_runs/1042/seats')?.groups?.run_of_path, '1042')
  assert.equal(ofPath.exec('/api/seat_holds'), null)
  const ofHeader = new RegExp(inMap('http_holdfast_run'))
  assert.deepEqual([ofHeader.test('1042'), ofHeader.test(''), ofHeader.test('1042,7')], [true, false, false])
  // All others go to any node, and not all to the same one.
  assert.match(text, /map \$http_holdfast_run \$run_of_header \{\n +default \$request_id;/)
})

test('W32: the proxy does not pass metrics on', () => {
  assert.match(locations().get('= /metrics') ?? '', /^\s*return 404;\s*$/)
})

test('L6: the nodes of the compose file trust the address that its proxy has, and no other', () => {
  const text = readFileSync(join(projectRoot, 'deploy/compose.yaml'), 'utf8')
  const trusted = /^ {2}TRUST_PROXY: (\S+)$/m.exec(text)?.[1] ?? ''
  assert.match(text, new RegExp(`proxy:\\n[^]*ipv4_address: ${trusted.replaceAll('.', '\\.')} `))
  assert.equal(settings.trustProxy.parse(trusted), trusted)
})

test('W45: the log of the proxy shows no token of an address, and no Referer', () => {
  const text = readFileSync(join(projectRoot, 'deploy/nginx/holdfast.conf'), 'utf8')
  const [, pattern = '', shown = ''] = /"~(.+)" (\S+);/.exec(text) ?? []
  const logged = (address: string) =>
    address.replace(new RegExp(pattern), shown.replaceAll(/\$(\w+)/g, '$<$1>'))
  const token = 'AbCdEfGhIjKlMnOpQrStUv'
  assert.equal(logged(`/api/seat_holds/${token}`), '/api/seat_holds/***')
  assert.equal(logged(`/api/booking_links/${token}/seats?x=1`), '/api/booking_links/***/seats?x=1')
  assert.equal(logged(`/b/${token}?x=1`), '/b/***?x=1')
  assert.equal(logged('/api/bookings/ABCD1234'), '/api/bookings/ABCD1234')
  const [format = ''] = /log_format without_tokens[^;]*;/.exec(text) ?? []
  assert.match(format, /\$logged_uri/)
  assert.doesNotMatch(format, /\$request\b|\$request_uri|http_referer/)
  assert.match(text, /access_log \S+ without_tokens;/)
})
