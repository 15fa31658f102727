package io.makolet.example.mail;

/**
 * Who gets a mail.
 *
 * @param line where in the list, from 1
 * @param customerId as Makolet knows them
 * @param address of the mailbox, such as dana@example.com
 * @param language BCP 47 tag, such as he
 */
record Recipient(int line, String customerId, String address, String language) {}
