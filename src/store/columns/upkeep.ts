import { plainTable } from './table.ts'

/** Facts that the database is told once. */
export const settingTable = plainTable('settings', 'name', { name: 'text', value: 'text' })

export const idBlockTable = plainTable('id_blocks', 'kind', { kind: 'text', next_id: 'integer' })
