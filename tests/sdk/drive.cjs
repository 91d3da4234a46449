// Drives the official Node SDK against a sandbox: prints one line per case, exits 1 if any failed.
'use strict';

const assert = require('node:assert/strict');
const { randomUUID } = require('node:crypto');
const { Client, Env, Environment, Facade, KeyUtils, Models, TokenContainer } = require('bitpay-sdk');

const url = process.argv[2];
// The host name, and nothing else.
Env.TestUrl = `${url}/`;

let failures = 0;

async function check(name, body) {
  try {
    await body();
    console.log(`ok node ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED node ${name}`);
    console.error(error);
  }
}

// A call as the SDK's own setup program makes it, and the dashboard's buttons.
async function post(path, body) {
  const headers = { 'x-accept-version': '2.0.0', 'Content-type': 'application/json' };
  const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return JSON.parse(text);
}

async function refused(code, call) {
  await assert.rejects(call, (error) => {
    assert.equal(error.code, code, error.message);
    return true;
  });
}

function invoice(price = 20.5) {
  const made = new Models.Invoice(price, 'USD');
  made.guid = randomUUID();
  return made;
}

const day = (offset) => new Date(Date.now() + offset * 86_400_000);
const date = (offset) => day(offset).toISOString().slice(0, 10);

async function main() {
  const keys = new KeyUtils();
  const pair = keys.generate_keypair();
  const sin = keys.get_sin_from_key(pair);
  const tokens = new TokenContainer();

  await check('pair-client-first', async () => {
    const [asked] = (await post('/tokens', { id: sin, facade: 'merchant' })).data;
    await post('/_sandbox/approve', { pairingCode: asked.pairingCode });
    tokens.addMerchant(asked.token);
  });

  await check('pair-dashboard-first', async () => {
    const { pairingCode } = await post('/_sandbox/pairing-codes', { facade: 'pos' });
    const [claimed] = (await post('/tokens', { id: sin, pairingCode })).data;
    assert.equal(claimed.facade, 'pos');
    tokens.addPos(claimed.token);
  });

  const client = Client.createClientByPrivateKey(pair.getPrivate('hex'), tokens, Environment.Test);
  const paid = async (status = 'complete', price = 20.5) => {
    const made = await client.createInvoice(invoice(price), Facade.Merchant, true);
    return client.payInvoice(made.id, status);
  };
  await invoices(client);
  const complete = await paid();
  await account(client, complete);
  await refunds(client, paid);
  await settlements(client);
}

async function invoices(client) {
  let first;
  await check('create-invoice', async () => {
    const wanted = invoice();
    Object.assign(wanted, { orderId: '1042-node', itemDesc: 'Tea – ünïcode', posData: '{"till":2}' });
    first = await client.createInvoice(wanted, Facade.Merchant, true);
    assert.deepEqual([first.status, first.price, first.orderId, first.guid], ['new', 20.5, '1042-node', wanted.guid]);
  });
  await check('create-invoice-pos-signed', async () => {
    const made = await client.createInvoice(invoice(), Facade.Pos, true);
    assert.equal((await client.getInvoice(made.id, Facade.Pos, true)).id, made.id);
  });
  await check('create-invoice-pos-unsigned', async () => {
    const { token } = await post('/_sandbox/tokens', { facade: 'pos', authenticated: false });
    const pos = Client.createPosClient(token, Environment.Test);
    const made = await pos.createInvoice(invoice());
    assert.equal((await pos.getInvoice(made.id)).status, 'new');
  });
  await check('get-invoice', async () => {
    assert.equal((await client.getInvoice(first.id, Facade.Merchant, true)).token, first.token);
  });
  await check('get-invoice-by-guid', async () => {
    assert.equal((await client.getInvoiceByGuid(first.guid, Facade.Merchant, true)).id, first.id);
  });
  await check('list-invoices', async () => {
    const query = { dateStart: date(-1), dateEnd: date(1), orderId: '1042-node', status: 'new', limit: 5, offset: 0 };
    assert.deepEqual((await client.getInvoices(query)).map((one) => one.id), [first.id]);
  });
  await check('update-invoice-email', async () => {
    const made = await client.createInvoice(invoice(), Facade.Merchant, true);
    const changed = await client.updateInvoice(made.id, { buyerEmail: 'late@doe.example' });
    assert.equal(changed.buyerProvidedEmail, 'late@doe.example');
    await refused('030115', () => client.updateInvoice(made.id, { buyerEmail: 'again@doe.example' }));
  });
  await check('update-invoice-sms', async () => {
    const made = await client.createInvoice(invoice(), Facade.Merchant, true);
    const changed = await client.updateInvoice(made.id, { buyerSms: '+12223334444', autoVerify: true });
    assert.equal(changed.buyerProvidedInfo.smsVerified, true);
  });
  await check('resend-invoice-notification', async () => {
    assert.equal(await client.requestInvoiceWebhookToBeResent(first.id, first.token), true);
  });
  await check('invoice-event-token', async () => {
    const granted = await client.getInvoiceEventToken(first.id);
    assert.ok(granted.token.length >= 20);
    assert.ok(['payment', 'confirmation'].every((event) => granted.events.includes(event)));
    assert.ok(granted.actions.includes('subscribe'));
  });
  await check('cancel-invoice', async () => {
    const gone = await client.cancelInvoice(first.id);
    assert.deepEqual([gone.status, gone.isCancelled], ['expired', true]);
    await refused('040107', () => client.cancelInvoice(first.id, false));
  });
  await check('cancel-invoice-by-guid', async () => {
    const made = await client.createInvoice(invoice(), Facade.Merchant, true);
    assert.equal((await client.cancelInvoiceByGuid(made.guid)).status, 'expired');
  });
}

async function account(client, complete) {
  await check('pay-invoice', () => assert.equal(complete.status, 'complete'));
  await check('rates', async () => {
    assert.equal((await client.getRate('BTC', 'USD')).rate, 62000.5);
    assert.equal((await client.getRates('BTC')).getRate('BTC'), 1);
  });
  await check('currencies', async () => {
    assert.equal((await client.getCurrencyInfo('BTC')).decimals, 8);
  });
  await check('supported-wallets', async () => {
    assert.ok((await client.getSupportedWallets()).length > 0);
  });
  await check('ledgers', async () => {
    assert.ok((await client.getLedgers()).find((one) => one.currency === 'USD').balance > 0);
  });
  await check('ledger-entries', async () => {
    const entries = await client.getLedgerEntries('USD', day(-15), day(15));
    const mine = entries.filter((one) => one.invoiceId === complete.id).map((one) => [one.code, one.amount, one.scale]);
    assert.deepEqual(mine, [[1000, 2050000000, 1e8], [1023, -20500000, 1e8]]);
    await refused('020002', () => client.getLedgerEntries('USD', day(-365), day(365)));
  });
}

async function refunds(client, paid) {
  const wanted = (id, amount, more = {}) =>
    Object.assign(new Models.Refund(amount, id, ''), { guid: randomUUID(), ...more });
  let refund;
  await check('refund-preview-and-mean-it', async () => {
    const { id } = await paid();
    refund = await client.createRefund(wanted(id, 5.25, { preview: true }));
    assert.deepEqual([refund.status, refund.amount], ['preview', 5.25]);
    assert.equal((await client.updateRefund(refund.id, 'created')).status, 'created');
  });
  await check('refund-get', async () => {
    assert.equal((await client.getRefund(refund.id)).status, 'created');
  });
  await check('refund-get-by-guid', async () => {
    assert.equal((await client.getRefundByGuid(refund.guid)).id, refund.id);
  });
  await check('refund-list', async () => {
    assert.deepEqual((await client.getRefunds(refund.invoice)).map((one) => one.id), [refund.id]);
  });
  await check('refund-notify', async () => {
    assert.equal(await client.sendRefundNotification(refund.id, refund.token), true);
  });
  await check('refund-cancel', async () => {
    assert.equal((await client.cancelRefund(refund.id)).status, 'canceled');
  });
  await check('refund-create-and-cancel-by-guid', async () => {
    const { id } = await paid('confirmed');
    const made = await client.createRefund(wanted(id, 20.5, { immediate: true }));
    assert.deepEqual([made.status, made.immediate], ['created', true]);
    await refused('010204', () => client.createRefund(wanted(id, 1)));
    assert.equal((await client.cancelRefundByGuid(made.guid)).status, 'canceled');
  });
  await check('refund-errors', async () => {
    const open = await client.createInvoice(invoice(), Facade.Merchant, true);
    await refused('010207', () => client.createRefund(wanted(open.id, 1)));
    const small = await paid('complete', 0.1);
    await refused('010208', () => client.createRefund(wanted(small.id, 0.1, { buyerPaysRefundFee: true })));
    await refused('020201', () => client.getRefund('1111111111111111111111'));
  });
  await check('refund-runs-to-success', async () => {
    const { id } = await paid();
    const made = await client.createRefund(wanted(id, 20.5));
    await post('/_sandbox/clock', { advance_ms: 20_000 });
    assert.equal((await client.getRefund(made.id)).status, 'success');
  });
}

async function settlements(client) {
  await check('settlements', async () => {
    await post('/_sandbox/settle', {});
    const query = { currency: 'USD', startDate: date(-2), endDate: date(2), limit: 10, offset: 0 };
    const [newest] = await client.getSettlements(query);
    const one = await client.getSettlement(newest.id);
    const report = await client.getSettlementReconciliationReport(one.id, one.token);
    // Cents and their hundredths as whole numbers: sums of fractions would not be exact.
    const exact = (amount) => BigInt(Math.round(amount * 1e8));
    const sum = report.ledgerEntries.reduce((total, entry) => total + exact(entry.amount), 0n);
    assert.equal(sum, exact(one.ledgerEntriesSum));
    const total = exact(one.openingBalance) + exact(one.ledgerEntriesSum) - exact(one.withholdingsSum);
    assert.equal(total, exact(one.totalAmount));
  });
}

main().then(() => process.exit(failures ? 1 : 0));
