// What the jobs say, in Japanese.
import type { Words } from '../en/index.ts';

export const jobs: Words['jobs'] = {
  lead: 'インポートやメールなど、操作の後に残る処理です。自動的に再試行され、何度も失敗したものは中止され、30日間保存されます。',
  states: { any: 'すべて', dead: '中止', ready: '待機中', running: '実行中', done: '完了' },
  triedAgain: '再試行します。',
  givenUp: '中止しました。',
  where: '状態',
  nothingGivenUp: '中止されたものはありません',
  nothingOwed: '残っている処理はありません',
  appears: '処理は待機中と、完了後1日間ここに表示されます。',
  work: '処理',
  state: '状態',
  tries: '試行回数',
  triesOf: (tried, most) => `${tried} / ${most}`,
  when: '日時',
  triesAgain: (kind) => `${kind}を再試行`,
  givesUp: (kind) => `${kind}を中止`,
  giveUp: '中止',
  kinds: {
    'accounts.letter': 'メールの送信',
    'bot.answer': 'ボットの回答',
    'contacts.clean_imports': 'インポートの整理',
    'contacts.edit': '連絡先の一括変更',
    'contacts.import': '連絡先のインポート',
    'contacts.index': '連絡先の索引作成',
    'conversations.give_back': '会話の差し戻し',
    'files.clean': 'ファイルの整理',
    'jobs.clean': 'ジョブの整理',
    'previews.make': 'プレビューの作成',
    'workspace.bring_in': 'データの取り込み',
  },
};
