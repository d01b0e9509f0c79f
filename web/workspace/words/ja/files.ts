// What is said of files, in Japanese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'other'>('ja');

export const files: Words['files'] = {
  openPicture: (name) => `画像${name}を開く`,
  opens: (name) => `${name}を開く`,
  downloads: (name) => `${name}をダウンロード`,
  inNote: '（メモ）',
  olderMore: '以前のメッセージに他のファイルがあるかもしれません。',
  toSend: '送信するファイル',
  waiting: '待機中',
  again: (name) => `再試行：${name}`,
  cancels: (name) => `${name}をキャンセル`,
  sending: (name) => `${name}を送信中`,
  previous: '前の画像',
  next: '次の画像',
  place: (at, of) => `${at} / ${of}`,
  cannotShow: 'この画像は表示できません。ダウンロードしてご覧ください。',
  notDownloaded: (name, why) => `${name}をダウンロードできませんでした。${why}`,
  underWay: (n) => count(n, { other: '#件のファイルを送信中です。完了してから送信してください。' }),
  allThere: (n) => count(n, { other: '#件のファイルを送信できます' }),
  drop: {
    message: 'ここにファイルをドロップしてメッセージに追加',
    note: 'ここにファイルをドロップしてメモに追加',
  },
  refused: {
    too_many: '1件のメッセージに添付できるのは10個までです。次のメッセージで送信してください。',
    unreadable: 'このファイルを読み取れません。もう一度選択してください。',
    too_large: 'このファイルは大きすぎます。',
    wrong_type: 'この種類のファイルは受け付けていません。',
    network: 'サーバーに接続できません。もう一度お試しください。',
  },
  takenAway: '管理者が取り下げました',
};
