// What the choice of emoji says, in Japanese.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'other'>('ja');

export const emoji: Words['emoji'] = {
  emoji: '絵文字',
  search: '絵文字を検索',
  recent: '最近使ったもの',
  faces: '顔',
  people: '人',
  nature: '自然',
  food: '食べ物',
  places: '場所',
  activities: '活動',
  things: '物',
  signs: '記号',
  found: '見つかった絵文字',
  none: '絵文字が見つかりません',
  hits: (n) => count(n, { other: '#個の絵文字が見つかりました' }),
};
