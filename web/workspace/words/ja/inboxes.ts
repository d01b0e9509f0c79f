// What the inboxes say, in Japanese.
import type { Words } from '../en/index.ts';

export const inboxes: Words['inboxes'] = {
  inboxes: '受信箱',
  lead: '受信箱は、ウィジェットを表示するサイトごとの入口です。',
  add: '受信箱を追加',
  none: 'まだ受信箱はありません',
  noneYet: '顧客が書き込めるようにするサイトごとに追加してください。',
  visitorsOwn: '訪問者の言語',
  right: '右',
  left: '左',
  notRotated: (why) => `更新できませんでした。${why}`,
  snippet: 'コードスニペット',
  paste: 'サイトの各ページで、bodyの終わりの前に貼り付けてください。',
  snippetFor: (name) => `${name}のコードスニペット`,
  allowedSites: '許可するサイト',
  noSites: 'まだありません。ウィジェットはこのサーバー自身のページでのみ動作します。',
  identitySecret: 'IDシークレット',
  copySecret: 'IDシークレットを今コピーしてください。再表示されません。',
  askNewSecret: '新しいIDシークレット…',
  reallyNew: '新しいIDシークレットを作成しますか。',
  makeNew: '新しく作成',
  newMeans:
    'サイトはこのシークレットで訪問者の身元に署名します。古いシークレットで署名されたトークンは、今後拒否されます。',
  nameHint: 'ウィジェットの上部に表示され、顧客に見えます。',
  oneAddress: '1行に1つのアドレス（例：https://shop.example.org）',
  line: (place, why) => `${place}行目：${why}`,
  widgetLanguage: 'ウィジェットの言語',
  side: 'ページの表示位置',
};
