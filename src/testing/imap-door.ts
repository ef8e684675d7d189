/** The door of an IMAP server on the loopback: greets, takes logins by password or token, and says goodbye. Behind it is nothing. */
import { createServer, type Socket } from 'node:net';

/** Who is let in. */
export interface ImapDoorOptions {
  readonly takesPassword?: (user: string, password: string) => boolean;
  readonly takesToken?: (user: string, token: string) => boolean;
}

/** A door that listens. */
export interface ImapDoor {
  readonly port: number;
  /** How often somebody was let in. */
  readonly entered: number;
  close(): Promise<void>;
}

const CAPABILITIES = 'IMAP4rev1 SASL-IR AUTH=XOAUTH2';

/** Between the parts of what is sent. Source: developers.google.com/gmail/imap/xoauth2-protocol */
const SEPARATOR = String.fromCharCode(1);

/** Opens it. */
export async function startImapDoor(options: ImapDoorOptions): Promise<ImapDoor> {
  const sockets = new Set<Socket>();
  let entered = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).setEncoding('latin1');
    socket.write(`* OK [CAPABILITY ${CAPABILITIES}] here\r\n`);
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = `${rest}${String(chunk)}`.split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (answer(socket, line, options)) entered += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get entered() {
      return entered;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** True = that was a login, and it was taken. */
function answer(socket: Socket, line: string, { takesPassword, takesToken }: ImapDoorOptions): boolean {
  const [tag = '', command = '', ...words] = line.split(' ');
  const upper = command.toUpperCase();
  if (tag === '' && command === '') return false;
  if (upper === 'LOGIN') {
    const [user = '', password = ''] = words.map((word) => word.replace(/^"|"$/g, ''));
    return settle(socket, tag, takesPassword?.(user, password) ?? false);
  }
  if (upper === 'AUTHENTICATE') {
    const [user = '', token = ''] = decoded(words[1]).split(SEPARATOR);
    const taken = takesToken?.(user.replace('user=', ''), token.replace('auth=Bearer ', ''));
    return settle(socket, tag, taken ?? false);
  }
  if (upper === 'CAPABILITY') socket.write(`* CAPABILITY ${CAPABILITIES}\r\n`);
  if (upper === 'LOGOUT') socket.end(`* BYE bye\r\n${tag} OK done\r\n`);
  else socket.write(`${tag} OK done\r\n`);
  return false;
}

function settle(socket: Socket, tag: string, taken: boolean): boolean {
  socket.write(`${tag} ${taken ? 'OK in' : 'NO [AUTHENTICATIONFAILED] Invalid credentials'}\r\n`);
  return taken;
}

function decoded(text = ''): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
