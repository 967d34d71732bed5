package io.glooshot.api;

/** The form of Kubernetes labels in this API. */
final class Labels {

    /** Of a key: an optional DNS subdomain before a slash, and a name. */
    static final String KEY =
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

    static final String VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";
    static final int LONGEST_KEY = 317;
    static final int LONGEST_VALUE = 63;

    /** How many tell one workload of a service from another; each is stored once more for every service that is hit. */
    static final int MOST_OF_WORKLOAD = 4;

    static final String KEYS_RULE = "self.all(key, key.size() <= 317 && key.matches(r'" + KEY + "'))";
    static final String KEYS_MESSAGE = "keys must be label keys, such as app or example.org/app";

    private Labels() {}
}
