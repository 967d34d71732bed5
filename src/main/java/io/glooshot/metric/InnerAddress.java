package io.glooshot.metric;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the addresses that lead to the controller itself, to its node or to what only they may ask, however they are
 * written. Private networks are not among them: a cluster's own services are there.
 */
final class InnerAddress {

    private static final Map<AddressRange, String> KINDS = new LinkedHashMap<>();

    static {
        // Metadata services beyond the link-local addresses: AWS, GCP, EKS, Alibaba, Oracle, Azure.
        kind("a cloud metadata address", "169.254.169.254", "169.254.170.2", "169.254.170.23", "fd00:ec2::/32");
        kind("a cloud metadata address", "fd20:ce::/32", "100.100.100.200", "192.0.0.192", "168.63.129.16");
        kind("an unspecified address", "0.0.0.0/8", "::");
        kind("a loopback address", "127.0.0.0/8", "::1");
        kind("a link-local address", "169.254.0.0/16", "fe80::/10", "fec0::/10");
        kind("a multicast address", "224.0.0.0/4", "ff00::/8");
        kind("a reserved address", "240.0.0.0/4", "::/96");
        kind("an address of a tunnel or translator that may end anywhere", "2001::/32", "64:ff9b:1::/48");
    }

    /** IPv6 ranges whose addresses carry one of IPv4, with the byte where that begins. */
    private static final Map<AddressRange, Integer> CARRIERS = Map.of(
            AddressRange.of("64:ff9b::/96"), 12,
            AddressRange.of("::ffff:0:0:0/96"), 12,
            AddressRange.of("2002::/16"), 2);

    private InnerAddress() {}

    /** What kind of inner address it is, with its article; empty for any other. */
    static Optional<String> kind(InetAddress address) {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getKey().contains(address))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> carried(address).flatMap(InnerAddress::kind));
    }

    private static Optional<InetAddress> carried(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != 16) {
            return Optional.empty();
        }
        return CARRIERS.entrySet().stream()
                .filter(carrier -> carrier.getKey().contains(address))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> isIsatap(bytes) ? Optional.of(12) : Optional.empty())
                .map(at -> address(Arrays.copyOfRange(bytes, at, at + 4)));
    }

    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & ~2) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    private static void kind(String kind, String... ranges) {
        for (String range : ranges) {
            KINDS.put(AddressRange.of(range), kind);
        }
    }
}
