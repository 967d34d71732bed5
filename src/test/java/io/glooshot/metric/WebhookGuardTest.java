package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.experiment.AbortException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookGuardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1                | hook.example | 127.0.0.1
            127.0.0.0/8              | hook.example | 127.9.9.9
            10.0.0.0/8, 127.0.0.1    | hook.example | 127.0.0.1
            fe80::/10                | hook.example | fe80::1
            169.254.169.254/32       | hook.example | ::ffff:169.254.169.254
            hook.example             | hook.example | 127.0.0.1
            Hook.Example.            | hOOK.example | 127.0.0.1
            hook.example             | hook.example. | 127.0.0.1
            other.example            | hook.example | 192.0.2.1
            """)
    void admitsWhatIsAllowedOrLeadsNowhereInside(String allowed, String host, String address) throws Exception {
        InetAddress expected = InetAddress.getByName(address);

        assertThat(admit(allowed, host, address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            none                | hook.example      | 127.0.0.1
            127.0.0.2           | hook.example      | 127.0.0.1
            example             | hook.example      | 127.0.0.1
            hook.example        | a.hook.example    | 127.0.0.1
            hook.example        | hook.example.evil | 127.0.0.1
            10.0.0.0/8          | hook.example      | 169.254.169.254
            0.0.0.0/0           | hook.example      | ::1
            """)
    void refusesTheRest(String allowed, String host, String address) {
        assertThatThrownBy(() -> admit(allowed == null ? "" : allowed, host, address))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith(host + " has ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host/", "10.0.0.0/33", "10.0.0.0/x", "::1/129", "a b", "*", "::ffff:10.0.0.0/104"})
    void takesNoSettingThatItWouldMisread(String allowed) {
        assertThatThrownBy(() -> new WebhookGuard(List.of(allowed), InetAddress::getAllByName))
                .hasMessageContaining("glooshot.webhook.allowed has '" + allowed + "'");
    }

    private static InetAddress admit(String allowed, String host, String address) {
        try (var guard = new WebhookGuard(
                List.of(allowed.split(",")), asked -> new InetAddress[] {InetAddress.getByName(address)})) {
            return guard.admit(host).await().atMost(Duration.ofSeconds(5));
        }
    }
}
