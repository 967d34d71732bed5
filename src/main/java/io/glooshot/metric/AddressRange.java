package io.glooshot.metric;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A block of IP addresses, as in {@code 10.0.0.0/8}. */
final class AddressRange {

    private final String text;
    private final IpSubnetFilterRule rule;

    private AddressRange(String text, IpSubnetFilterRule rule) {
        this.text = text;
        this.rule = rule;
    }

    /** Empty when the text is neither a literal address nor a block of them. */
    static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(parts[0]);
        if (address == null) {
            return Optional.empty();
        }
        try {
            int bits = 8 * address.length;
            int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            if (prefix < 0 || prefix > bits) {
                return Optional.empty();
            }
            InetAddress first = InetAddress.getByAddress(address);
            if (first.getAddress().length != address.length) {
                // Java takes an IPv6 address that stands for one of IPv4 as that, and then the prefix means another.
                return Optional.empty();
            }
            return Optional.of(new AddressRange(text, new IpSubnetFilterRule(first, prefix, IpFilterRuleType.ACCEPT)));
        } catch (NumberFormatException | UnknownHostException notARange) {
            return Optional.empty();
        }
    }

    /** For ranges that stand in the code. */
    static AddressRange of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }

    @Override
    public String toString() {
        return text;
    }
}
