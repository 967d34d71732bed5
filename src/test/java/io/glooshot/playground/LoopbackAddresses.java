package io.glooshot.playground;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Addresses of the loopback network, for servers that all listen on one port as pods do. They are taken by the block of
 * 250, and a block is this JVM's while that lives.
 */
final class LoopbackAddresses {
    private static final int LAST = 250;

    private final String block;
    private int taken;

    private LoopbackAddresses(String block) {
        this.block = block;
    }

    static LoopbackAddresses takeBlock() {
        while (true) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            // Others of this network are in use on some machines, but those begin with 127.0.
            String block = "127." + random.nextInt(64, 128) + "." + random.nextInt(1, 255);
            if (LoopbackPorts.keep(block)) {
                return new LoopbackAddresses(block);
            }
        }
    }

    synchronized String next() {
        if (taken == LAST) {
            throw new IllegalStateException("no address is left in " + block);
        }
        return block + "." + ++taken;
    }
}
