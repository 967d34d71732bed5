package io.glooshot.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that reads requests properly and answers them as badly as a test wants. */
final class SocketServer implements AutoCloseable {

    /** Writes the answer to one request; the connection is closed when it throws. */
    interface Behaviour {
        void answer(Socket client) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;

    SocketServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        start(this::accept);
    }

    static SocketServer answering(String status, String contentType, String body) throws IOException {
        return new SocketServer(client -> client.getOutputStream().write(response(status, contentType, body)));
    }

    static byte[] response(String status, String contentType, String body) {
        byte[] content = body.getBytes(UTF_8);
        return "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, contentType, content.length, body)
                .getBytes(UTF_8);
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Head and body of each request. */
    List<String> requests() {
        return requests;
    }

    int openConnections() {
        return clients.size();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                clients.add(client);
                start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            for (String request = read(in); request != null; request = read(in)) {
                requests.add(request);
                behaviour.answer(client);
            }
        } catch (IOException | UncheckedIOException closed) {
            // The client went away, or the behaviour is to hang up.
        } finally {
            clients.remove(client);
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), UTF_8);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "socket-server");
        thread.setDaemon(true);
        thread.start();
    }
}
