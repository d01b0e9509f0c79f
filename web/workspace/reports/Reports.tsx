// Figures of conversations with customers, a line for each day: as bars to see the shape, as a
// table to read. The days are those of this browser's time zone.
import { EmptyState, ErrorPanel, Select, SkeletonRows } from '@antiphon/ui';
import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import { useTitle } from '../shell/browser.ts';
import { Page, Table } from '../shell/Page.tsx';
import { say as frame } from '../shell/say.ts';
import { sentence } from '../shell/server.ts';
import { useSession } from '../shell/session.tsx';
import { calendarDay, span } from '../shell/time.ts';
import { number } from '../words/language.ts';
import styles from './Reports.module.css';
import { say } from './say.ts';

interface Day {
  date: string;
  people_writing: number;
  messages: number;
  replies: number;
  unread: number;
  begun: number;
  unanswered: number;
  first_reply_median_s: number | null;
  first_reply_p90_s: number | null;
}

const spans = [
  { id: '7', label: say.last(7) },
  { id: '30', label: say.last(30) },
  { id: '92', label: say.last(92) },
] as const;

type SpanId = (typeof spans)[number]['id'];

export default function Reports() {
  useTitle(frame.reports);
  const { client } = useSession();
  const [days, setDays] = useState<SpanId>('30');
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const figures = useQuery({
    queryKey: ['metrics', days, tz],
    queryFn: () => {
      const from = dayOf(Date.now() - (Number(days) - 1) * 86_400_000);
      const path = `/api/metrics/conversations?from=${from}&to=${dayOf(Date.now())}`;
      return client.request<{ days: Day[] }>('GET', `${path}&tz=${encodeURIComponent(tz)}`);
    },
  });
  const rows = figures.data?.days ?? [];
  const sum = (of: (day: Day) => number) => rows.reduce((all, day) => all + of(day), 0);
  return (
    <main className={styles.page}>
      <div className={styles.inside}>
        <Page
          title={frame.reports}
          lead={say.lead(tz)}
          action={
            <Select
              label={say.days}
              hideLabel
              options={[...spans]}
              value={days}
              onChange={setDays}
            />
          }
        >
          {figures.isPending ? (
            <SkeletonRows label={say.counting} rows={8} />
          ) : figures.error ? (
            <ErrorPanel title={say.notLoaded} onRetry={() => void figures.refetch()}>
              {sentence(figures.error)}
            </ErrorPanel>
          ) : sum((day) => day.messages + day.replies) === 0 ? (
            <EmptyState icon={<ChartColumn />} title={say.nothing}>
              {say.nothingYet}
            </EmptyState>
          ) : (
            <>
              <div className={styles.charts}>
                <Bars name={say.ofCustomers} days={rows} of={(day) => day.messages} />
                <Bars name={say.replies} days={rows} of={(day) => day.replies} />
                <Bars
                  name={say.firstReplyMedian}
                  days={rows}
                  of={(day) => day.first_reply_median_s ?? 0}
                  told={(value) => span(value * 1_000)}
                />
              </div>
              <Table
                name={say.byDay}
                idOf={(day) => day.date}
                rows={[...rows].reverse()}
                columns={[
                  { name: say.day, cell: (day) => calendarDay(day.date) },
                  { name: say.peopleWriting, cell: (day) => number(day.people_writing) },
                  { name: say.messages, cell: (day) => number(day.messages) },
                  { name: say.replies, cell: (day) => number(day.replies) },
                  { name: say.notRead, cell: (day) => number(day.unread) },
                  { name: say.begun, cell: (day) => number(day.begun) },
                  { name: say.unanswered, cell: (day) => number(day.unanswered) },
                  { name: say.firstReply, cell: (day) => wait(day.first_reply_median_s) },
                  { name: say.nineInTen, cell: (day) => wait(day.first_reply_p90_s) },
                ]}
              />
            </>
          )}
        </Page>
      </div>
    </main>
  );
}

const wait = (seconds: number | null) => (seconds === null ? '–' : span(seconds * 1_000));

/** A day as its zone's calendar writes it, year first. */
function dayOf(at: number): string {
  const day = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

interface BarsProps {
  name: string;
  days: Day[];
  of: (day: Day) => number;
  told?: (value: number) => string;
}

/** The shape of the days; the table below has the figures for those who cannot see it. */
function Bars({ name, days, of, told = number }: BarsProps) {
  const most = Math.max(1, ...days.map(of));
  return (
    <figure className={styles.chart}>
      <figcaption>
        {name} <span className={styles.most}>{say.upTo(told(most))}</span>
      </figcaption>
      <div className={styles.bars} aria-hidden>
        {days.map((day) => (
          <i
            key={day.date}
            title={`${calendarDay(day.date)}: ${told(of(day))}`}
            style={{ blockSize: `${(of(day) / most) * 100}%` }}
          />
        ))}
      </div>
    </figure>
  );
}
