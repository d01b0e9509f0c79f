// Holds core/wire.ts, written by hand for its readers, against schema.d.ts, made from the server's
// OpenAPI document: a shape that drifts does not type-check. Only types; nothing runs.
import type * as wire from './core/wire.ts';
import type * as notices from './notices/types.ts';
import type { components } from './schema.d.ts';

type Schemas = components['schemas'];

/**
 * What the server sends, as far as we read it. Its document calls whatever may be missing both
 * optional and nullable; which of the two it is, our shape says.
 */
type AsRead<Theirs, Ours> = Ours extends object
  ? {
      [Field in keyof Ours]: Field extends keyof Theirs
        ? Value<Theirs[Field], Ours[Field]>
        : { the_server_has_no: Field };
    }
  : Theirs;
type Value<Theirs, Ours> =
  | AsRead<NonNullable<Theirs>, NonNullable<Ours>>
  | (null extends Theirs ? (undefined extends Ours ? undefined : null) : never);

/** Fails to type-check where the server may send what our shape does not allow. */
type Fits<Ours, Theirs extends Ours> = Theirs;

/** What its sender puts into `data` is theirs; the document calls it an object. */
type NoticeAsRead = Omit<notices.Notice, 'data'>;

export type Checks = [
  Fits<wire.Principal, AsRead<Schemas['Principal'], wire.Principal>>,
  Fits<wire.Participant, AsRead<Schemas['Participant'], wire.Participant>>,
  Fits<wire.Attachment, AsRead<Schemas['Attachment'], wire.Attachment>>,
  Fits<wire.LinkPreview, AsRead<Schemas['LinkPreview'], wire.LinkPreview>>,
  Fits<wire.Message, AsRead<Schemas['Message'], wire.Message>>,
  Fits<wire.Entry, AsRead<Schemas['Entry'], wire.Entry>>,
  Fits<wire.LastMessage, AsRead<Schemas['LastMessage'], wire.LastMessage>>,
  Fits<wire.Conversation, AsRead<Schemas['Conversation'], wire.Conversation>>,
  Fits<NoticeAsRead, AsRead<Schemas['Notice'], NoticeAsRead>>,
  Fits<notices.NoticeType, Schemas['NoticeType']>,
  Fits<Schemas['NoticeType'], notices.NoticeType>,
  Fits<notices.NoticePriority, Schemas['Priority']>,
];
