import { createServer as createHttp1, type Server } from 'node:http';
import { createServer as createHttp2, type Http2Server } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { ConnectRouter } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';

/** A real server of our services on this machine, whose answers a test gives. */
export class TestNode {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server | Http2Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** As the gRPC port. */
  static grpc(routes: (router: ConnectRouter) => void, port = 0): Promise<TestNode> {
    return new TestNode(createHttp2(connectNodeAdapter({ routes }))).listen(port);
  }

  /** As the HTTP port. */
  static web(routes: (router: ConnectRouter) => void): Promise<TestNode> {
    return new TestNode(createHttp1(connectNodeAdapter({ routes }))).listen(0);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Cuts all connections, as a process that is killed does; new ones are taken. */
  cut(): void {
    this.sockets.forEach(socket => socket.destroy());
  }

  async close(): Promise<void> {
    const closed = new Promise(done => this.server.close(done));
    this.cut();
    await closed;
  }

  private listen(port: number): Promise<this> {
    return new Promise((done, failed) => {
      this.server.once('error', failed);
      this.server.listen(port, '127.0.0.1', () => done(this));
    });
  }
}
