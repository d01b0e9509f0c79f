// The property names that the build of the widget makes short, in all its chunks alike. Named one
// by one and not guessed: each is used only between our own modules, never on the wire, in the
// storage, by the page or the DOM, in another chunk's exports, nor looked up by a computed name.

export const ours = `
  applied atEnd backoff bad_frames bearer broken changed chat client connect connection dialog
  discard draft due editing editLast enter follow follows fresh gap getState has_older hear hint
  hooks inOrder isStored isTransient loading_older loadOlder logs markRead marks new_day newest
  older olderLoaded onCancel onDraft onEditLast onSend onTyping outbox outgoing ownRead paged phase
  phone place plan plug putConversations retry_at retryNow said scrolled setReady settle settled
  setTyping signedOut sync thread threads timers toEnd told touch transport trouble uses waiting
  words yesterday
`
  .trim()
  .split(/\s+/);
