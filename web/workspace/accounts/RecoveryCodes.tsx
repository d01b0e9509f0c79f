// Recovery codes, shown this once: to be copied or kept as a file.
import { Banner, Button } from '@antiphon/ui';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import styles from './Enrol.module.css';

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const [copied, setCopied] = useState<'idle' | 'done' | 'failed'>('idle');
  const text = `${codes.join('\n')}\n`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('done'),
      () => setCopied('failed'), // not on a secure origin, or refused: the file is left
    );
  return (
    <div className={styles.enrol}>
      <Banner tone="amber">
        Keep these recovery codes apart from your phone: they are not shown again. Each lets you in
        once when the app is not at hand.
      </Banner>
      <ol className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={styles.deeds}>
        <Button icon={<Copy aria-hidden />} onPress={() => void copy()}>
          {copied === 'done' ? 'Copied' : copied === 'failed' ? 'Select and copy' : 'Copy all'}
        </Button>
        <Button icon={<Download aria-hidden />} onPress={() => keep(text)}>
          Save as a file
        </Button>
        <Button look="primary" onPress={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}

function keep(text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'antiphon-recovery-codes.txt';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
