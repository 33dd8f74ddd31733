import { Type } from 'typebox'
import { longestPasskeyName } from '../../domain/people/passkeys.ts'
import { Base64Url, GivenId, Id, Line, Moment, OneOf, OrNull, RefTo } from './common.ts'

/** As `JSON.stringify` writes a `PublicKeyCredential`: names are those of WebAuthn, not ours. */
const credentialMembers = { id: Base64Url('The credential ID.'), type: OneOf(['public-key']) }
const clientData = { clientDataJSON: Base64Url('What the browser says of the request.') }

const Name = Line(longestPasskeyName, {
  description: 'Tells the passkeys of an account apart.',
  examples: ['My phone'],
})

export const AddPasskeyRequest = Type.Object({
  name: Name,
  credential: Type.Object(
    {
      ...credentialMembers,
      response: Type.Object({ ...clientData, attestationObject: Base64Url('The public key, and more.') }),
    },
    { description: 'What `navigator.credentials.create` answers, as JSON; further members are ignored.' },
  ),
})

export const RenamePasskeyRequest = Type.Object({ name: Name })

export const PasskeySignInRequest = Type.Object({
  credential: Type.Object(
    {
      ...credentialMembers,
      response: Type.Object({
        ...clientData,
        authenticatorData: Base64Url('What the authenticator has signed, with the client data.'),
        signature: Base64Url('The signature.'),
        userHandle: Base64Url('The account, as the passkey knows it.'),
      }),
    },
    { description: 'What `navigator.credentials.get` answers, as JSON; further members are ignored.' },
  ),
})

export const PasskeyParams = Type.Object({ passkey_id: GivenId('The passkey.', 'Zm9vYmFyYmF6') })

export const Passkey = Type.Object(
  {
    passkey_id: Id('The passkey.', 'Zm9vYmFyYmF6'),
    name: OrNull(Type.String({ description: 'Null if it can no longer be read.' })),
    is_synced: Type.Boolean({ description: 'Other devices of the passenger have it, too.' }),
    created_at: Moment('When it was added.'),
    last_used_at: OrNull(Moment('When somebody last signed in with it.')),
  },
  { $id: 'Passkey', description: 'What signs in to an account without the password.' },
)

export const Passkeys = Type.Object(
  { passkeys: Type.Array(RefTo(Passkey)) },
  { $id: 'Passkeys', description: 'The passkeys of an account, in the order in which they were added.' },
)

const options = (what: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description: `As \`PublicKeyCredential.${what}\` reads it. It works for five minutes, once.`,
  })

export const CreationOptions = Type.Object(
  { public_key: options('parseCreationOptionsFromJSON') },
  { $id: 'PasskeyCreation', description: 'What a browser makes a passkey with.' },
)

export const RequestOptions = Type.Object(
  { public_key: options('parseRequestOptionsFromJSON') },
  { $id: 'PasskeyRequest', description: 'What a browser signs in with.' },
)

export const passkeySchemas = [Passkey, Passkeys, CreationOptions, RequestOptions]
