// Contacts: the list with search and filters, one contact, or the import of a table. Which of them is
// open stands in the address.
import { lazily, SkeletonRows } from '@antiphon/ui';
import { useLocation, useSearch } from 'wouter';
import { useTitle } from '../shell/browser.ts';
import { everywhere } from '../words/everywhere.ts';
import { ContactsList } from './ContactsList.tsx';
import { fromAddress, toAddress } from './model.ts';

const waiting = <SkeletonRows label={everywhere.loadingPage} />;
const ContactPage = lazily(() => import('./ContactPage.tsx'), waiting);
const Import = lazily(() => import('./Import.tsx'), waiting);

export default function Contacts({ id }: { id: string | null }) {
  const [, go] = useLocation();
  const filters = fromAddress(useSearch());
  useTitle(id ? null : everywhere.contacts);
  if (id === 'import') return <Import />;
  if (id) return <ContactPage key={id} id={id} />;
  return (
    <ContactsList
      filters={filters}
      onFilters={(changed) => go(toAddress(changed), { replace: true })}
    />
  );
}
