// Recovery codes, shown this once: to be copied or kept as a file.
import { Banner, Button } from '@antiphon/ui';
import { Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { say as frame } from '../shell/say.ts';
import styles from './Enrol.module.css';
import { say } from './say.ts';

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
      <Banner tone="amber">{say.keepCodes}</Banner>
      <ol className={styles.codes} aria-label={say.recoveryCodes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={styles.deeds}>
        <Button icon={<Copy aria-hidden />} onPress={() => void copy()}>
          {copied === 'done'
            ? frame.copied
            : copied === 'failed'
              ? frame.selectAndCopy
              : say.copyAll}
        </Button>
        <Button icon={<Download aria-hidden />} onPress={() => keep(text)}>
          {say.saveAsFile}
        </Button>
        <Button look="primary" onPress={onDone}>
          {say.haveKept}
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
