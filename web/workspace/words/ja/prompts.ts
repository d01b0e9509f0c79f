// What the prompts say, in Japanese.
import type { Words } from '../en/index.ts';

export const prompts: Words['prompts'] = {
  lead: '最初のメッセージの候補です。この順にボタンとして表示されます。',
  add: '質問の候補を追加',
  none: 'まだ質問の候補はありません',
  noneYet:
    '「注文の状況は？」や「担当者と話したい」など、よくある質問を追加してください。コマンド antiphon seed-prompts で5つの例を追加できます。',
  prompt: '質問の候補',
  for: '対象',
  page: 'ページ',
  allPages: 'すべて',
  active: '有効',
  isActive: (title) => `${title}は有効です`,
  movesUp: (title) => `${title}を上へ`,
  movesDown: (title) => `${title}を下へ`,
  isNow: (title, place, of) => `${title}は${of}件中${place}番目になりました。`,
  isDeleted: (title) => `「${title}」を削除しました。`,
  notPutBack: (why) => `元に戻せませんでした。${why}`,
  reallyDelete: (title) => `「${title}」を削除しますか。`,
  deleteMeans: '誰にも表示されなくなります。一時的に止めるには、代わりに無効にしてください。',
  askEdit: '編集…',
  titleHint: 'ボタンに表示されます。',
  textHint: 'ボタンを押すと、最初のメッセージとして送られます。',
  pageHint: 'そのページだけに表示する場合のパス（例：/pricing）。空欄ならすべてのページ。',
  activeFromNow: '有効：今から表示する',
  roles: { everyone: '全員', customer: '顧客', agent: '担当者', admin: '管理者' },
};
