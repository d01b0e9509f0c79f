// What the search says, in Japanese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'other'>('ja');

export const search: Words['search'] = {
  title: 'メッセージを検索',
  tab: (q) => `検索：${q}`,
  find: '過去の発言を探す',
  how: 'すべての語がメッセージに含まれている必要があります。最後の語は途中まででもかまいません。閲覧できるすべての会話のメッセージとメモを検索します。',
  searching: '検索中',
  failed: '検索に失敗しました',
  nothing: (q) => `「${q}」は見つかりませんでした`,
  fewer: '語を減らすか、語の先頭だけでお試しください。',
  found: '見つかったメッセージ',
  howMany: (n) => count(n, { other: '#件見つかりました' }),
  orMore: (n) => count(n, { other: '#件以上見つかりました' }),
  words: '検索する語',
};
