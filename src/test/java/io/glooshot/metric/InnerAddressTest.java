package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InnerAddressTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.0.0.0,                    unspecified
            0.1.2.3,                    unspecified
            ::,                         unspecified
            127.0.0.1,                  loopback
            127.255.255.254,            loopback
            127.1,                      loopback
            2130706433,                 loopback
            ::1,                        loopback
            169.254.169.254,            metadata
            169.254.170.2,              metadata
            169.254.170.23,             metadata
            fd00:ec2::254,              metadata
            fd00:ec2::23,               metadata
            fd20:ce::254,               metadata
            100.100.100.200,            metadata
            192.0.0.192,                metadata
            168.63.129.16,              metadata
            169.254.0.1,                link-local
            fe80::1,                    link-local
            febf::1,                    link-local
            fec0::1,                    link-local
            224.0.0.1,                  multicast
            239.255.255.250,            multicast
            ff02::1,                    multicast
            240.0.0.1,                  reserved
            255.255.255.255,            reserved
            ::7f00:1,                   reserved
            ::ffff:127.0.0.1,           loopback
            ::ffff:169.254.169.254,     metadata
            ::ffff:0:169.254.169.254,   metadata
            64:ff9b::a9fe:a9fe,         metadata
            64:ff9b::127.0.0.1,         loopback
            64:ff9b:1::a9fe:a9fe,       tunnel
            2002:7f00:1::1,             loopback
            2002:a9fe:a9fe::1,          metadata
            2001:0:102:304::1,          tunnel
            2001:db8::5efe:127.0.0.1,   loopback
            2001:db8::200:5efe:7f00:1,  loopback
            """)
    void tellsWhatLeadsInside(String address, String kind) throws UnknownHostException {
        assertThat(InnerAddress.kind(InetAddress.getByName(address)))
                .hasValueSatisfying(found -> assertThat(found).contains(kind));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0.0.0",
                "8.8.8.8",
                "10.96.0.10",
                "172.16.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "169.255.0.1",
                "223.255.255.255",
                "2001:db8::1",
                "2606:4700::1111",
                "fd12:3456::1",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void knowsPrivateAndPublicOnesForGood(String address) throws UnknownHostException {
        assertThat(InnerAddress.kind(InetAddress.getByName(address))).isEmpty();
    }
}
