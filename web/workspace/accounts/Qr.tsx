// A text as a picture for cameras. Loaded only where one is shown.
import { encode } from 'uqr';
import styles from './Enrol.module.css';
import { say } from './say.ts';

export default function Qr({ text }: { text: string }) {
  // Four light modules around: cameras look for them.
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={say.picture}
      shapeRendering="crispEdges"
    >
      <path d={dark.join('')} fill="currentColor" />
    </svg>
  );
}
