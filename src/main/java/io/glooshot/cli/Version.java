package io.glooshot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"glooshot " + ofBuild()};
    }

    static String ofBuild() {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/glooshot-build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version");
    }
}
