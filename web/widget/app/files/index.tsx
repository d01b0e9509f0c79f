// All that the widget knows of files: choosing is the panel's, everything after that is here. Loaded
// when the first message with a file is shown or the first file is chosen, pasted or held above.
export { Shown } from './shown.tsx';
export { type Tray, TrayView } from './tray.tsx';
