package io.glooshot.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.conversion.Upstreams.Service;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamsTest {

    private final Upstreams upstreams = new Upstreams();

    @ParameterizedTest
    @CsvSource({
        // name, own namespace, service, certain
        "default-ratings-9080, default, default/ratings:9080, true",
        "bookinfo-ratings-9080, default, bookinfo/ratings:9080, true",
        "bookinfo-ratings-9080, '', bookinfo/ratings:9080, true",
        "0-a-1, x, 0/a:1, true",
        "a-b-65535, x, a/b:65535, true",
        "shop-my-cart-80, shop, shop/my-cart:80, false",
        "my-shop-cart-80, my-shop, my-shop/cart:80, false",
        "my-shop-my-cart-80, my-shop, my-shop/my-cart:80, false",
        "default-reviews-v4-9080, default, default/reviews-v4:9080, false",
        "name2, default, default/name2, false"
    })
    void readsWhatCanBeRead(String name, String own, String service, boolean certain) {
        Upstreams.Reading reading = upstreams.read(own.isEmpty() ? "glooshot" : own, name, own);

        assertThat(reading.service()).map(Service::toString).contains(service);
        assertThat(reading.certain()).isEqualTo(certain);
        assertThat(reading.why().isEmpty()).isEqualTo(certain);
    }

    @ParameterizedTest
    @CsvSource({
        "shop-my-cart-80, default, 'shop/my-cart:80, or shop-my/cart:80'",
        "a-b-c-d-e-f-1, x, 'a/b-c-d-e-f:1, or a-b/c-d-e-f:1, or a-b-c/d-e-f:1, or a-b-c-d/e-f:1, or a service'",
        "default-reviews-v4-9080, bookinfo, 'whose pods have labels such as a version'",
        "ratings-9080, default, not of the form",
        "default--9080, default, not of the form",
        "default-9ratings-9080, default, not of the form",
        "ratings, glooshot, no name of an Upstream that was discovered",
        "a-b-0, glooshot, no name of an Upstream that was discovered",
        "a-b-65536, glooshot, no name of an Upstream that was discovered",
        "Ratings, default, no name of an Upstream that was discovered"
    })
    void saysWhyItCannotTell(String name, String namespace, String why) {
        Upstreams.Reading reading = upstreams.read(namespace, name, namespace);

        assertThat(reading.service()).isEmpty();
        assertThat(reading.why()).contains(why);
    }

    @Test
    void knowsThatNamesOf63CharactersWereCut() {
        String cut = "default-" + "a".repeat(55);

        assertThat(upstreams.read("glooshot", cut, "default").why()).contains("was cut and ends in a hash");
        assertThat(upstreams.read("glooshot", cut + "a", "default").why()).contains("more than 63 characters");
    }

    @Test
    void believesAnUpstreamMoreThanItsName() {
        Service reviews = new Service("default", "reviews", 9080, Map.of("version", "v4"));
        upstreams.learn("glooshot", "default-reviews-v4-9080", reviews);

        assertThat(upstreams.read("glooshot", "default-reviews-v4-9080", "default"))
                .isEqualTo(Upstreams.Reading.certain(reviews));
        assertThat(upstreams
                        .read("supergloo-system", "default-reviews-v4-9080", "default")
                        .certain())
                .isFalse();
    }

    /** Whatever is said to be certain is so: no other namespace and service have that name. */
    @Property
    void isCertainOnlyWhereThereIsOneReading(
            @ForAll @IntRange(min = 0, max = 2) int dashesBefore,
            @ForAll @IntRange(min = 0, max = 2) int dashesAfter,
            @ForAll @IntRange(min = 1, max = 65535) int port) {
        String namespace = "n" + "-n".repeat(dashesBefore);
        String service = "s" + "-s".repeat(dashesAfter);

        Upstreams.Reading reading = upstreams.read("glooshot", namespace + "-" + service + "-" + port, namespace);

        assertThat(reading.service()).contains(new Service(namespace, service, port, Map.of()));
        assertThat(reading.certain()).isEqualTo(dashesBefore + dashesAfter == 0);
    }
}
