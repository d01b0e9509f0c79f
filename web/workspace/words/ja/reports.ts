// What the reports say, in Japanese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'other'>('ja');

export const reports: Words['reports'] = {
  lead: (zone) => `顧客との会話を日別に表示します（${zone}）。`,
  last: (days) => count(days, { other: '過去#日間' }),
  days: '日数',
  counting: '集計中',
  notLoaded: '数値を読み込めませんでした',
  nothing: 'この期間の発言はありません',
  nothingYet: '顧客が書いた数とチームの返信数がここに集計されます。',
  ofCustomers: '顧客のメッセージ',
  replies: '返信',
  firstReplyMedian: '最初の返信（中央値）',
  byDay: '日別の数値',
  day: '日',
  peopleWriting: '書いた人',
  messages: 'メッセージ',
  notRead: '未読',
  begun: '開始',
  unanswered: '未返信',
  firstReply: '最初の返信',
  nineInTen: '10件中9件',
  upTo: (most) => `最大${most}`,
};
