package io.glooshot.playground;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedIstioWorld.class)
class IstioBookinfoIT {
    private static IstioBookinfo bookinfo;

    @BeforeAll
    static void startBookinfo(World world) {
        bookinfo = world.istioBookinfo(world.newNamespace("bookinfo"));
    }

    @AfterAll
    static void stopBookinfo() {
        bookinfo.close();
    }

    @Test
    void showsAPageWithStars() {
        assertThat(LoopbackHttp.get(bookinfo.pageUrl()))
                .contains("The Comedy of Errors", "William Shakespeare", "&#9733;");
    }
}
