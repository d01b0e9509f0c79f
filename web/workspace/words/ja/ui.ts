// The kit's words in Japanese.
import type { Words } from '../en/index.ts';

export const ui: Words['ui'] = {
  cancel: 'キャンセル',
  close: '閉じる',
  dismiss: '消す',
  notices: 'お知らせ',
  chosen: '選択中',
  nothingFits: '該当するものがありません。',
  tryAgain: '再試行',
  reload: '再読み込み',
  theWindow: 'ウィンドウ',
  theMenu: 'メニュー',
  broke: (part) => `${part}で問題が発生しました`,
  restWorks:
    'ページの他の部分は引き続き使えます。再び起きる場合は、ページを再読み込みしてください。',
  pageNotLoaded: 'このページを読み込めませんでした',
  partNotLoaded: (what, why) => `${what}を読み込めませんでした。${why}`,
  checkConnection: '接続を確認して、もう一度お試しください。',
  newVersion: '新しいバージョンがあります。ページを再読み込みしてご利用ください。',
  reloadToGoOn: '続けるにはページを再読み込みしてください。',
  justAgain: 'もう一度お試しください。',
};
