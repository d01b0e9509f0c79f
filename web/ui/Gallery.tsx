// Every part of the kit on one page, in its looks and states: for eyes, pictures and axe. Not in
// the kit's contents page, since no screen uses it; the workspace shows it at /app/_ui.
import { Inbox, Search, Send } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Avatar } from './Avatar.tsx';
import { Badge, Count } from './Badge.tsx';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { Checkbox, Switch } from './Checkbox.tsx';
import { Confirm, Dialog, Drawer } from './Dialog.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ErrorPanel } from './ErrorBoundary.tsx';
import styles from './Gallery.module.css';
import { IconButton } from './IconButton.tsx';
import { Kbd } from './Kbd.tsx';
import { Menu } from './Menu.tsx';
import { RowList } from './RowList.tsx';
import { Select } from './Select.tsx';
import { SkeletonLines, SkeletonRows, SkeletonThread } from './Skeleton.tsx';
import { Tabs } from './Tabs.tsx';
import { TextArea, TextField } from './TextField.tsx';
import { toast } from './Toast.tsx';

const looks = ['primary', 'secondary', 'quiet', 'danger'] as const;
const rows = ['Ana Lima', 'Ben Okafor', 'Chloé Martin'].map((name) => ({ id: name }));
const statuses = [
  { id: 'open', label: 'Open' },
  { id: 'pending', label: 'Pending' },
];

export default function Gallery() {
  const [shown, setShown] = useState<'dialog' | 'confirm' | 'drawer' | null>(null);
  const [status, setStatus] = useState('open');
  const [tab, setTab] = useState<'one' | 'two'>('one');
  const [row, setRow] = useState<string | null>('Ana Lima');
  const [text, setText] = useState('');
  const [on, setOn] = useState(true);
  const close = () => setShown(null);
  return (
    <main className={styles.gallery}>
      <h1>Components</h1>
      <Part name="Buttons">
        {looks.map((look) => (
          <Button key={look} look={look} icon={<Send aria-hidden />}>
            {look}
          </Button>
        ))}
        <Button isDisabled>disabled</Button>
        <Button isPending>pending</Button>
        <Button size="s">small</Button>
        {looks.map((look) => (
          <IconButton key={look} name={`Send, ${look}`} keys="Enter" look={look}>
            <Send aria-hidden />
          </IconButton>
        ))}
      </Part>
      <Part name="Fields">
        <TextField label="Name" hint="As customers see it" value={text} onChange={setText} />
        <TextField
          label="E-mail"
          error="Give an address with an @."
          value={text}
          onChange={setText}
        />
        <TextField
          label="Search"
          hideLabel
          lead={<Search aria-hidden className={styles.small} />}
          placeholder="Search"
          value={text}
          onChange={setText}
        />
        <TextArea label="Allowed sites" hint="One per line" value={text} onChange={setText} />
      </Part>
      <Part name="Choices">
        <Select label="Status" options={statuses} value={status} onChange={setStatus} />
        <Menu
          name="More"
          trigger={(open) => <Button {...open}>Menu</Button>}
          groups={[
            { deeds: [{ label: 'Assign to me', keys: 'm', chosen: true, run: () => {} }] },
            { title: 'Danger', deeds: [{ label: 'Delete…', tone: 'danger', run: () => {} }] },
          ]}
        />
        <Checkbox isSelected={on} onChange={setOn}>
          A box to tick
        </Checkbox>
        <Switch isSelected={on} onChange={setOn}>
          A switch
        </Switch>
        <Tabs
          name="Tabs"
          value={tab}
          onChange={setTab}
          tabs={[
            { id: 'one', label: 'One', count: '3' },
            { id: 'two', label: 'Two' },
          ]}
        >
          <p>Panel {tab}</p>
        </Tabs>
        <div className={styles.list}>
          <RowList name="Rows" items={rows} idOf={(one) => one.id} value={row} onChange={setRow}>
            {(one) => <p className={styles.row}>{one.id}</p>}
          </RowList>
        </div>
      </Part>
      <Part name="Words">
        {(['plain', 'accent', 'amber', 'red', 'green'] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Count value={7} words="unread" />
        <Count value={128} words="unread" />
        <Kbd keys="Ctrl Enter" />
        {['Ana Lima', 'Ben Okafor', 'Chloé Martin', 'Diego Fernández', 'Visitor'].map(
          (name, at) => (
            <Avatar
              key={name}
              name={name}
              of={name}
              size={at === 0 ? 'l' : at === 4 ? 's' : 'm'}
              online={at % 2 === 0}
            />
          ),
        )}
        {(['info', 'amber', 'red', 'green'] as const).map((tone) => (
          <Banner key={tone} tone={tone} action={<Button size="s">Act</Button>}>
            A banner in {tone}.
          </Banner>
        ))}
      </Part>
      <Part name="Windows">
        <Button onPress={() => setShown('dialog')}>Dialog</Button>
        <Button onPress={() => setShown('confirm')}>Question</Button>
        <Button onPress={() => setShown('drawer')}>Drawer</Button>
        <Button
          onPress={() =>
            toast({
              text: 'Resolved',
              about: 'conversation:1',
              action: { label: 'Undo', run: () => {} },
            })
          }
        >
          Toast
        </Button>
        <Dialog title="A dialog" isOpen={shown === 'dialog'} onClose={close}>
          <p>It holds the focus until it is closed.</p>
        </Dialog>
        <Confirm
          title="Really?"
          action="Do it"
          isOpen={shown === 'confirm'}
          onClose={close}
          onConfirm={close}
        >
          This cannot be undone.
        </Confirm>
        <Drawer title="A drawer" isOpen={shown === 'drawer'} onClose={close}>
          <Button onPress={close}>Close</Button>
        </Drawer>
      </Part>
      <Part name="Places">
        <EmptyState icon={<Inbox />} title="Nobody is waiting">
          New conversations appear here at once.
        </EmptyState>
        <ErrorPanel title="The list could not be loaded" onRetry={() => {}}>
          The server does not answer.
        </ErrorPanel>
        <SkeletonRows label="Loading rows" rows={3} />
        <SkeletonLines label="Loading lines" lines={4} />
        <SkeletonThread label="Loading messages" />
      </Part>
    </main>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={name}>
      <h2>{name}</h2>
      <div className={styles.things}>{children}</div>
    </section>
  );
}
