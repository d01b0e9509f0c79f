// Emoji, loaded when they are first wanted: choosing one, and the reactions under a message.
export { Insert, Picker } from './picker.tsx';
export { Reactions } from './reactions.tsx';
