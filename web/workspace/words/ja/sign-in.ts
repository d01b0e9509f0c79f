// What is said of how people come in, in Japanese.
import type { Words } from '../en/index.ts';

export const signIn: Words['signIn'] = {
  title: 'シングルサインオン',
  lead: 'このワークスペースへのサインインに必要なものと、パスワード以外のサインイン方法です。',
  secondStep: '2段階目の確認',
  ofEveryone: '全員に2段階目の確認を必須にする',
  ofEveryoneMeans:
    '設定せずにサインインしている人はサインアウトされ、次のサインインの際に設定します。APIキーとチャットの顧客には求められません。',
  provider: 'プロバイダー',
  removed: 'プロバイダーを外しました。パスワードでサインインしてください。',
  noneYet:
    'まだありません。会社のアカウントでOpenID Connectを使ってサインインできるようになります。Keycloak、Entra ID、Okta、Googleなど多くのサービスが対応しています。',
  redirect: 'リダイレクトアドレス',
  redirectHint: 'そのままプロバイダーに入力してください。',
  pageOfWorkspace: 'このワークスペースのサインインページ',
  pageHint: 'プロバイダーのボタンがあります。メンバーに伝えてください。',
  page: 'サインインページ',
  noAddress: (setting) =>
    `このサーバーには、アクセス用のアドレスが設定されていません。先に運用者が${setting}を設定する必要があります。`,
  works: 'プロバイダーは応答し、このワークスペースを認識しています。',
  test: '接続をテスト',
  askRemove: '外す…',
  reallyRemove: 'プロバイダーを外しますか。',
  removeMeans:
    'プロバイダーではサインインできなくなります。パスワードのない人はサインインできません。',
  comesIn: (who, how, step) => `${who}は${how}${step}。`,
  addressesAt: (domains) => `${domains}のアドレスの人`,
  allPeople: 'プロバイダーの全員',
  newOnes: {
    admin: 'サインインでき、新しい人は管理者になります',
    agent: 'サインインでき、新しい人は担当者になります',
    customer: 'サインインでき、新しい人は顧客になります',
  },
  noNewOnes: 'すでにここのメンバーであればサインインできます',
  withStep: '（ここでも2段階目の確認が必要）',

  setUp: 'プロバイダーを設定',
  edit: 'プロバイダーを編集',
  saved: 'プロバイダーを保存しました。次に接続をテストしてください。',
  button: 'シングルサインオンでサインイン',
  issuer: '発行者',
  issuerHint: 'プロバイダー自身の名前（例：https://login.example.com/realms/team）',
  clientId: 'クライアントID',
  clientSecret: 'クライアントシークレット',
  secretHint: '空欄にすると、保存済みのものを引き続き使います。',
  buttonWords: 'ボタンの文字',
  domains: '許可するメールのドメイン',
  domainsHint: '例：example.com example.org。空欄の場合はプロバイダーの全員です。',
  whoComesIn: 'サインインできる人',
  newcomers: {
    nobody: 'すでにここにいる人のみ',
    agent: '新しい人は担当者になる',
    admin: '新しい人は管理者になる',
    customer: '新しい人は顧客になる',
  },
  askStep: 'ここでも2段階目の確認を求める',
  isOn: 'ボタンを表示し、サインインを許可する',
};
