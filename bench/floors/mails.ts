/** The bare delivery: nodemailer's own pool, words from the bare templates, nothing written down. */
import { createTransport } from 'nodemailer';
import { leadCells } from '../data.ts';
import { wordsFloor } from './words.ts';

/** Sends mails to the first leads of `bench/data.ts`, as many under way as there are connections; how many. */
export async function sendMails(mails: number, port: number, connections: number): Promise<number> {
  const pool = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: connections, ignoreTLS: true });
  let next = 0;
  const line = async () => {
    while (next < mails) await pool.sendMail(mailOf(next++));
  };
  await Promise.all(Array.from({ length: connections }, line));
  pool.close();
  return mails;
}

function mailOf(number: number) {
  const [first = '', last = '', title = '', company = '', email = '', , industry = '', , city = ''] = leadCells(number);
  const link = `https://go.example.com/u/${number}`;
  const { subject, body } = wordsFloor({ first_name: first, title, company, industry, city }, link);
  const page = body.indexOf('<html>');
  return {
    from: { name: 'Ana Gómez', address: 'ana@example.com' },
    to: { name: `${first} ${last}`, address: email.toLowerCase() },
    subject,
    text: body.slice(0, page),
    html: body.slice(page),
    messageId: `<bench-${number}@example.com>`,
    headers: { 'List-Unsubscribe': `<${link}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}
