// The property names that the build of the widget makes short, in all its chunks alike. Named one
// by one and not guessed: each is used only between our own modules, never on the wire, in the
// storage, by the page or the DOM, in another chunk's exports, nor looked up by a computed name.

export const ours = `
  applied atEnd backoff bad_frames changed client confirmed discard editing exchange feedError feedPage
  filling follows fresher getState has_older isEntryPage isTransient loadOlder loading_older lost markRead
  new_day newest onCancel onDraft onEditLast onSend onTyping opened outgoing parseFrame phase phone place
  putConversations released retryNow serverIsBack setReady setTyping settle signedOut sync thread threads
  toEnd touch transport unreachable uses waiting words olderLoaded yesterday abortAll deliver dropThread
  editLast scrolled connection draft fresh hint subscribed settled said broken dialog older chat
  retry_at trouble isStored
`
  .trim()
  .split(/\s+/);
