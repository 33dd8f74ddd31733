import type { Command } from 'commander'
import { readBrand } from '../brand-files.ts'
import type { BrandSetting } from '../brand-setting.ts'
import { fileName, settingNames, withoutPassword } from '../config.ts'
import { addSettings, createContext, type Options } from '../context.ts'
import { examples } from '../examples.ts'
import { table } from '../output.ts'
import { type SettingName, secretSettings, settings } from '../settings.ts'
import type { Tools } from '../tools.ts'

export function addConfig(program: Command, tools: Tools): void {
  addSettings(program.command('config'), settingNames)
    .description(
      'Print every setting in effect, and where its value comes from. Checks the brand with its files.',
    )
    .addHelpText(
      'after',
      examples(
        'holdfast config',
        'PORT=9000 holdfast config --json',
        `holdfast config --brand '{"name": "Halvora Railways", "logo": "logo.svg"}'`,
      ),
    )
    .action((options: Options) => {
      const { output, configuration, config, dataFolder } = createContext(tools, options)
      if (config.brand !== null) readBrand(config.brand, dataFolder)
      const rows = settingNames.map((name) => {
        const value = configuration.config[name]
        return {
          name: fileName(name),
          variable: settings[name].variable,
          value: show(name, value),
          origin: configuration.origins[name],
        }
      })
      output.result({ settings: rows }, () =>
        table(
          ['setting', 'variable', 'value', 'from'],
          rows.map(({ name, variable, value, origin }) => [name, variable, inWords(value), origin]),
        ),
      )
    })
}

type Shown = string | number | BrandSetting | null

function show(name: SettingName, value: Shown): Shown {
  if (typeof value !== 'string') return value
  return secretSettings.has(name) ? '***' : withoutPassword(value)
}

function inWords(value: Shown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'unset')
}
