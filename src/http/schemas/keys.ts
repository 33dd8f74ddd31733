import { Type } from 'typebox'
import { mostNetworks, networkProblem } from '../../app/people/networks.ts'
import { longestKeyName, mostRequestsPerSecond } from '../../domain/people/keys.ts'
import { type Right, rights } from '../../domain/people/rights.ts'
import { roles } from '../../domain/records/people.ts'
import { checkedText, GivenId, Id, Line, Moment, OneOf, OrNull, RefTo } from './common.ts'

const RightName = OneOf<Right>(rights)

const Network = checkedText(Type.String({ maxLength: 64, examples: ['192.0.2.0/24'] }), networkProblem)

/** As many requests as a guest may send. */
export const usualRequestsPerSecond = 50

export const NewKeyRequest = Type.Object({
  name: Line(longestKeyName, {
    description: 'Tells the keys apart.',
    examples: ['Kiosk at the main station'],
  }),
  rights: Type.Array(RightName, {
    minItems: 1,
    maxItems: rights.length,
    description: 'What the key may do; nothing that the caller may not do.',
  }),
  networks: Type.Optional(
    Type.Array(Network, {
      maxItems: mostNetworks,
      description: 'Addresses and networks that the key may be used from; left out for all.',
    }),
  ),
  requests_per_second: Type.Optional(
    Type.Integer({ minimum: 1, maximum: mostRequestsPerSecond, default: usualRequestsPerSecond }),
  ),
  expires_at: Type.Optional(Moment('The key ends then; left out if it does not end by itself.')),
})

export const KeyParams = Type.Object({ key_id: GivenId('The key.', '4') })

const keyMembers = {
  key_id: Id('The key.', '4'),
  name: Type.String(),
  rights: Type.Array(Type.String()),
  networks: Type.Array(Type.String()),
  requests_per_second: Type.Integer(),
  created_at: Moment('When it was made.'),
  expires_at: OrNull(Moment('When it ends.')),
  last_used_at: OrNull(Moment('When it was used last, to the minute.')),
  revoked_at: OrNull(Moment('When it was revoked.')),
}

const Key = Type.Object(keyMembers, { $id: 'ApiKey', description: 'A key of a machine.' })

export const MadeKey = Type.Object(
  { ...keyMembers, token: Type.String({ description: 'Told once, and stored nowhere.' }) },
  { $id: 'MadeApiKey', description: 'A key that has just been made.' },
)

export const Keys = Type.Object(
  { keys: Type.Array(RefTo(Key)) },
  { $id: 'ApiKeys', description: 'All keys, in order of their making, those that have ended too.' },
)

export const RightsTable = Type.Object(
  {
    own: Type.Array(RightName, { description: 'What the caller may do.' }),
    rights: Type.Array(
      Type.Object({
        right: RightName,
        allows: Type.String(),
        roles: Type.Array(Type.String({ enum: [...roles] })),
      }),
    ),
  },
  { $id: 'Rights', description: 'Every right, and the roles that have it.' },
)

export const keySchemas = [Key, Keys, MadeKey, RightsTable]
