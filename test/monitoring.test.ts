import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SyntaxNode } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { request } from 'undici'
import { parse } from 'yaml'
import { createWorld } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'

interface Alert {
  readonly alert: string
  readonly expr: string
  readonly for?: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly action: string }
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Alert[] }[]
}

function readYaml(name: string): unknown {
  return parse(readFileSync(join(projectRoot, 'deploy', 'prometheus', name), 'utf8'), { strict: true })
}

const alerts = (readYaml('holdfast.rules.yaml') as RuleFile).groups.flatMap(({ rules }) => rules)

/** The metrics that a PromQL expression asks for, and its places that are not PromQL. */
function readExpression(expression: string): { metrics: string[]; mistakes: string[] } {
  const metrics: string[] = []
  const mistakes: string[] = []
  parser.parse(expression).iterate({
    enter({ node, name }: { node: SyntaxNode; name: string }) {
      const text = expression.slice(node.from, node.to)
      if (node.type.isError) mistakes.push(`at ${node.from}: ${text || expression.slice(node.from)}`)
      if (name === 'VectorSelector') metrics.push(text.replace(/\{.*/s, ''))
    },
  })
  return { metrics, mistakes }
}

test('O65: every alert for Prometheus is PromQL, says how urgent it is, what happened, and what to do', () => {
  assert.ok(alerts.length > 10)
  const names = alerts.map(({ alert }) => alert)
  assert.deepEqual(names, [...new Set(names)], 'each name is given once')
  for (const { alert, expr, labels, annotations, ...rest } of alerts) {
    assert.deepEqual(readExpression(expr).mistakes, [], alert)
    assert.match(labels.severity, /^(page|ticket)$/, alert)
    assert.match(annotations.summary, /\.$/, alert)
    assert.match(annotations.action, /\.$/, alert)
    assert.match(rest.for ?? '5m', /^\d+[mh]$/, alert)
    assert.deepEqual(
      Object.keys(rest).filter((key) => key !== 'for'),
      [],
      alert,
    )
  }
  assert.deepEqual(readExpression('rate(x[5m) > > 1').mistakes.length > 0, true, 'a mistake is seen')
})

test('O65: the rules, the settings of Prometheus and the manual name only what a server shows', async (t) => {
  const { server } = await createWorld(t)
  const shown = await (await request(`${server.url}/metrics`)).body.text()
  const known = new Set([...shown.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1] ?? ''))
  const isKnown = (metric: string) => known.has(metric) || known.has(metric.replace(/_bucket$/, ''))
  const asked = alerts.flatMap(({ expr }) => readExpression(expr).metrics).filter((one) => one !== 'up')
  const manual = readFileSync(join(projectRoot, 'docs', 'operating.md'), 'utf8')
  const described = [...manual.matchAll(/`(holdfast_[a-z_]+)/g)].map((match) => match[1] ?? '')
  assert.ok(asked.length > 10 && described.length > 10)
  assert.deepEqual(
    [...asked, ...described].filter((metric) => !isKnown(metric)),
    [],
  )
  const settings = readYaml('prometheus.yaml') as {
    rule_files: string[]
    scrape_configs: { job_name: string }[]
  }
  assert.deepEqual(settings.rule_files, ['holdfast.rules.yaml'])
  assert.deepEqual(
    settings.scrape_configs.map(({ job_name }) => job_name),
    ['holdfast'],
  )
})
